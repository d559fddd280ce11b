/** Codes of refusals of the working-day calendars. Same shape as api-codes.ts, which takes them in. */
export const calendarCodes = {
  'calendar/not-found': {
    status: 404,
    zh: '该年的工作日历尚未发布',
    en: 'No calendar is published for that year',
    next: {
      zh: '查看 GET /api/calendars;未发布年度的日期标为暂定。',
      en: 'See GET /api/calendars; dates in a year that is not published are marked provisional.',
    },
  },
  'calendar/invalid': {
    status: 422,
    zh: '工作日历有误',
    en: 'The calendar has mistakes',
    next: {
      zh: '按 errors 逐项修改,对照国务院办公厅通知原文。',
      en: "Correct what errors[] names; compare with the text of the State Council's notice.",
    },
  },
} as const;
