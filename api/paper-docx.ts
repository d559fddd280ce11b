/** An official document as DOCX. The same paper always gives the same bytes: no clock, no chance. */
import {
  AlignmentType,
  BorderStyle,
  convertMillimetersToTwip,
  Document,
  Packer,
  Paragraph,
  TextRun,
} from 'docx';
import { strFromU8, strToU8, unzipSync, zipSync } from 'fflate';
import type { IRunOptions } from 'docx';
import type { Block, BlockStyle } from '../domain/documents/layout';
import { blocksOf } from '../domain/documents/layout';
import type { Paper } from '../domain/documents/paper';

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
function settled(bytes: Uint8Array, issuedAt: string): Buffer {
  const parts = unzipSync(bytes);
  const core = parts['docProps/core.xml'];
  if (core !== undefined) {
    const text = strFromU8(core).replaceAll(/(<dcterms:\w+[^>]*>)[^<]*/gu, `$1${issuedAt}`);
    parts['docProps/core.xml'] = strToU8(text);
  }
  const files = Object.entries(parts).filter(([name]) => !name.endsWith('/'));
  return Buffer.from(zipSync(Object.fromEntries(files), { mtime: packedAt }));
}

/** Renders a paper as DOCX. */
export async function docxOf(paper: Paper): Promise<Buffer> {
  const [top, bottom, left, right] = [37, 35, 28, 26].map((mm) => convertMillimetersToTwip(mm));
  const document = new Document({
    title: paper.title.zh,
    creator: paper.issuer.zh,
    lastModifiedBy: paper.issuer.zh,
    sections: [
      {
        properties: {
          page: { margin: { top: top ?? 0, bottom: bottom ?? 0, left: left ?? 0, right: right ?? 0 } },
        },
        children: blocksOf(paper).map(paragraph),
      },
    ],
  });
  return settled(await Packer.toBuffer(document), paper.issuedAt);
}
