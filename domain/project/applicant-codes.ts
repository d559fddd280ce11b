/** Refusals of naming another applicant: rows of the catalogue in refusal-codes.ts. */
export const applicantCodes = {
  'applicant/unfit': {
    status: 422,
    zh: '接任申请人须为申请单位的其他人员',
    en: 'The new applicant must be another person of the organisation that applied',
    next: {
      zh: '另选 params.org 所列单位的人员。',
      en: 'Choose another person of the organisation in params.org.',
    },
  },
  'applicant/judged': {
    status: 403,
    zh: '已审查或决定过本事项的人员不得接任申请人',
    en: 'Whoever has reviewed or decided here cannot become the applicant',
    next: { zh: '另选未参与审查、决定的人员。', en: 'Choose somebody who has judged nothing here.' },
  },
} as const;
