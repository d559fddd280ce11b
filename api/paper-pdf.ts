/** What is printed, as PDF, with the glyphs it needs of Noto Sans SC embedded. The same print always gives the same bytes. */
import { readFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import PDFDocument from 'pdfkit';
import type { Block, BlockStyle, Printed, Table } from '../domain/documents/layout';
import { problem } from './problem';

interface Form {
  /** Points. */
  readonly size: number;
  readonly align: 'left' | 'center' | 'right';
  readonly color?: string;
  readonly indent?: boolean;
  readonly ruled?: boolean;
}

const black = '#000000';
const red = '#C00000';
const pointsOfMm = 72 / 25.4;

const forms: Readonly<Record<BlockStyle, Form>> = {
  issuer: { size: 26, align: 'center', color: red },
  number: { size: 14, align: 'center', ruled: true },
  title: { size: 20, align: 'center' },
  titleEn: { size: 12, align: 'center' },
  to: { size: 14, align: 'left' },
  heading: { size: 15, align: 'left', indent: true },
  body: { size: 14, align: 'left', indent: true },
  bodyEn: { size: 10, align: 'left', indent: true },
  signed: { size: 14, align: 'right' },
  imprint: { size: 9, align: 'left' },
};

/** The font is 8 MB on disk and read once, when the first PDF is asked for. */
let font: Buffer | undefined;
function fontBytes(): Buffer {
  const packageDir = dirname(dirname(require.resolve('@embedpdf/fonts-sc')));
  font ??= readFileSync(join(packageDir, 'fonts', 'NotoSansHans-Regular.otf'));
  return font;
}

/** What pdfkit keeps of the font in use; its types do not name it. */
interface WithFont {
  readonly _font: { readonly font: { hasGlyphForCodePoint(point: number): boolean } };
}

/** Each character of the document once. */
function lettersOf({ parts }: Printed): string[] {
  const letters = new Set<string>();
  const texts = parts.flatMap((part) => ('style' in part ? [part.text] : [part.heads, ...part.rows].flat()));
  for (const text of texts) for (const letter of text.replaceAll(/\s/gu, '')) letters.add(letter);
  return [...letters];
}

/** A name printed as an empty box would be another name: what the font lacks is refused. */
function requireGlyphs(pdf: PDFKit.PDFDocument, printed: Printed): void {
  const { font: glyphs } = (pdf as unknown as WithFont)._font;
  const missing = lettersOf(printed).filter(
    (letter) => !glyphs.hasGlyphForCodePoint(letter.codePointAt(0) ?? 0),
  );
  if (missing.length > 0) throw problem('document/no-glyph', { missing });
}

function drawBlock(pdf: PDFKit.PDFDocument, { style, text }: Block): void {
  const { size, align, color = black, indent, ruled } = forms[style];
  pdf.fontSize(size).fillColor(color);
  pdf.text(text, { align, indent: indent === true ? size * 2 : 0, lineGap: 4 });
  if (ruled === true) {
    const { left, right } = pdf.page.margins;
    const y = pdf.y + 6;
    pdf
      .moveTo(left, y)
      .lineTo(pdf.page.width - right, y)
      .strokeColor(red)
      .lineWidth(1.5)
      .stroke();
    pdf.y = y + 14;
  } else pdf.moveDown(0.4);
}

function drawTable(pdf: PDFKit.PDFDocument, { heads, rows }: Table): void {
  pdf.fontSize(9).fillColor(black).strokeColor(black).lineWidth(0.5);
  pdf.table({
    data: [[...heads], ...rows.map((cells) => [...cells])],
    defaultStyle: { padding: 3 },
    columnStyles: (index) => (index === 0 ? { width: '*' } : { width: 46, align: { x: 'right', y: 'top' } }),
  });
  pdf.x = pdf.page.margins.left;
  pdf.moveDown(1);
}

/** Renders what is printed as PDF; refuses with document/no-glyph when the font lacks a character of it. */
export async function pdfOf(printed: Printed): Promise<Buffer> {
  const { title, author, at, parts } = printed;
  const pdf = new PDFDocument({
    size: 'A4',
    margins: {
      top: 37 * pointsOfMm,
      bottom: 35 * pointsOfMm,
      left: 28 * pointsOfMm,
      right: 26 * pointsOfMm,
    },
    // The date of the file is the document's: it also makes the file's id.
    info: { Title: title, Author: author, CreationDate: new Date(at) },
  });
  pdf.registerFont('text', fontBytes());
  pdf.font('text');
  requireGlyphs(pdf, printed);
  const chunks: Buffer[] = [];
  const done = new Promise<Buffer>((resolve, reject) => {
    pdf.on('data', (chunk: Buffer) => chunks.push(chunk));
    pdf.on('end', () => {
      resolve(Buffer.concat(chunks));
    });
    pdf.on('error', reject);
  });
  for (const part of parts) {
    if ('style' in part) drawBlock(pdf, part);
    else drawTable(pdf, part);
  }
  pdf.end();
  return await done;
}
