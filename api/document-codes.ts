/** Codes of what is refused about official documents. Same shape as api-codes.ts, which takes them in. */
export const documentCodes = {
  'document/unknown-code': {
    status: 404,
    zh: '没有对应此验证码的公文',
    en: 'No official document bears this code',
    next: {
      zh: '对照公文末页核对验证码;仍不符的,请向出具单位核实。',
      en: 'Compare it with the last page of the document; if it still does not fit, ask the body that issued it.',
    },
  },
  'document/not-found': {
    status: 404,
    zh: '没有这份公文',
    en: 'There is no such official document',
    next: { zh: '查看 GET /api/projects/:id/documents。', en: 'See GET /api/projects/:id/documents.' },
  },
  'document/no-glyph': {
    status: 422,
    zh: 'PDF 字库缺少公文中的个别字',
    en: 'The font of the PDF lacks a character of this document',
    next: {
      zh: '缺字见 params.missing,请用 format=docx。',
      en: 'params.missing names them; ask for format=docx.',
    },
  },
} as const;
