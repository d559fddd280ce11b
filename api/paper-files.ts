/** An official document in either file format. */
import type { Paper } from '../domain/documents/paper';
import { docxOf } from './paper-docx';
import { pdfOf } from './paper-pdf';

export const paperFormats = ['pdf', 'docx'] as const;
type PaperFormat = (typeof paperFormats)[number];

/** Renders a paper; PDF refuses with document/no-glyph what its font cannot print. */
export async function renderPaper(paper: Paper, format: PaperFormat): Promise<Buffer> {
  return await (format === 'pdf' ? pdfOf(paper) : docxOf(paper));
}
