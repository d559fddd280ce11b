/** What is printed, in either file format. */
import type { Printed } from '../domain/documents/layout';
import { docxOf } from './paper-docx';
import { pdfOf } from './paper-pdf';

export const paperFormats = ['pdf', 'docx'] as const;
type PaperFormat = (typeof paperFormats)[number];

/** Renders it; PDF refuses with document/no-glyph what its font cannot print. */
export async function renderPrinted(printed: Printed, format: PaperFormat): Promise<Buffer> {
  return await (format === 'pdf' ? pdfOf(printed) : docxOf(printed));
}
