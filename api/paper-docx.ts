/** What is printed, as DOCX. The same print always gives the same bytes: no clock, no chance. */
import {
  AlignmentType,
  BorderStyle,
  convertMillimetersToTwip,
  Document,
  Packer,
  Paragraph,
  Table as DocxTable,
  TableCell,
  TableRow,
  TextRun,
  WidthType,
} from 'docx';
import { strFromU8, strToU8, unzipSync, zipSync } from 'fflate';
import type { IRunOptions } from 'docx';
import type { Block, BlockStyle, Printed, Table } from '../domain/documents/layout';

interface Form {
  /** Half points. */
  readonly size: number;
  readonly font: string;
  readonly align: (typeof AlignmentType)[keyof typeof AlignmentType];
  readonly color?: string;
  readonly heavy?: boolean;
  /** First line moved in by two characters, as running text is. */
  readonly indent?: boolean;
  /** The red line below the number. */
  readonly ruled?: boolean;
}

const fangSong = '仿宋';
const heiTi = '黑体';
const song = '宋体';
const { CENTER, LEFT, RIGHT } = AlignmentType;

/** Sizes after GB/T 9704: title 二号, text 三号; the issuer large and red. */
const forms: Readonly<Record<BlockStyle, Form>> = {
  issuer: { size: 56, font: song, align: CENTER, color: 'C00000', heavy: true },
  number: { size: 32, font: fangSong, align: CENTER, ruled: true },
  title: { size: 44, font: song, align: CENTER, heavy: true },
  titleEn: { size: 24, font: song, align: CENTER },
  to: { size: 32, font: fangSong, align: LEFT },
  heading: { size: 32, font: heiTi, align: LEFT, indent: true },
  body: { size: 32, font: fangSong, align: LEFT, indent: true },
  bodyEn: { size: 22, font: fangSong, align: LEFT, indent: true },
  signed: { size: 32, font: fangSong, align: RIGHT },
  imprint: { size: 20, font: fangSong, align: LEFT },
};

function runOf({ style, text }: Block): TextRun {
  const { size, font, color, heavy } = forms[style];
  const options: IRunOptions = {
    ...{ text, size, font },
    ...(color === undefined ? {} : { color }),
    ...(heavy === true ? { bold: true } : {}),
  };
  return new TextRun(options);
}

function paragraph(block: Block): Paragraph {
  const { size, align, indent, ruled } = forms[block.style];
  return new Paragraph({
    alignment: align,
    spacing: { after: 160 },
    ...(indent === true ? { indent: { firstLine: size * 20 } } : {}),
    ...(ruled === true
      ? { border: { bottom: { style: BorderStyle.SINGLE, size: 12, color: 'C00000', space: 6 } } }
      : {}),
    children: [runOf(block)],
  });
}

/** Earliest date a ZIP entry can bear: the file's own times say when it was packed, which is no part of the document. */
const packedAt = new Date(1980, 0, 1);

/** The library stamps the hour of packing into the file; the document's own instant takes its place. */
function settled(bytes: Uint8Array, at: string): Buffer {
  const parts = unzipSync(bytes);
  const core = parts['docProps/core.xml'];
  if (core !== undefined) {
    const text = strFromU8(core).replaceAll(/(<dcterms:\w+[^>]*>)[^<]*/gu, `$1${at}`);
    parts['docProps/core.xml'] = strToU8(text);
  }
  const files = Object.entries(parts).filter(([name]) => !name.endsWith('/'));
  return Buffer.from(zipSync(Object.fromEntries(files), { mtime: packedAt }));
}

const cellOf = (text: string, index: number, heavy: boolean): TableCell =>
  new TableCell({
    children: [
      new Paragraph({
        alignment: index === 0 ? LEFT : RIGHT,
        children: [new TextRun({ text, size: 20, font: heavy ? heiTi : fangSong })],
      }),
    ],
  });

/** The heads stand again on every page that the table reaches. */
function tableOf({ heads, rows }: Table): DocxTable {
  const row = (cells: readonly string[], heavy: boolean) =>
    new TableRow({
      tableHeader: heavy,
      cantSplit: true,
      children: cells.map((text, index) => cellOf(text, index, heavy)),
    });
  return new DocxTable({
    width: { size: 100, type: WidthType.PERCENTAGE },
    rows: [row(heads, true), ...rows.map((cells) => row(cells, false))],
  });
}

/** Renders what is printed as DOCX. */
export async function docxOf({ title, author, at, parts }: Printed): Promise<Buffer> {
  const [top, bottom, left, right] = [37, 35, 28, 26].map((mm) => convertMillimetersToTwip(mm));
  const document = new Document({
    title,
    creator: author,
    lastModifiedBy: author,
    sections: [
      {
        properties: {
          page: { margin: { top: top ?? 0, bottom: bottom ?? 0, left: left ?? 0, right: right ?? 0 } },
        },
        children: parts.map((part) => ('style' in part ? paragraph(part) : tableOf(part))),
      },
    ],
  });
  return settled(await Packer.toBuffer(document), at);
}
