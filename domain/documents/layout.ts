/** What is printed, as blocks: an official document in the order of the usual form (版头、主体、版记). One text for every file format. Pure. */
import type { Paper, Signature, Wording } from './paper';

/** What a block is in the form; each format gives it its measures. */
export type BlockStyle =
  'issuer' | 'number' | 'title' | 'titleEn' | 'to' | 'heading' | 'body' | 'bodyEn' | 'signed' | 'imprint';

export interface Block {
  readonly style: BlockStyle;
  readonly text: string;
}

/** Figures under heads: the first column names, the others count. */
export interface Table {
  readonly heads: readonly string[];
  readonly rows: readonly (readonly string[])[];
}

/** What any of the file formats renders. */
export interface Printed {
  readonly title: string;
  readonly author: string;
  /** The instant it speaks of: the same print gives the same bytes. */
  readonly at: string;
  readonly parts: readonly (Block | Table)[];
}

function chineseDate(date: string): string {
  const [year = '', month = '', day = ''] = date.split('-');
  return `${year}年${String(Number(month))}月${String(Number(day))}日`;
}

const both = ({ zh, en }: Wording): string => (zh === en ? zh : `${zh} ${en}`);

function spoken({ role, step, name, onBehalf, outcome, said, on }: Signature): Block[] {
  const inFor = onBehalf === undefined ? '' : `(代${onBehalf})`;
  const inForEn = onBehalf === undefined ? '' : ` (for ${onBehalf})`;
  const words = said === undefined ? '' : `意见:${said}`;
  return [
    {
      style: 'body',
      text: `${role.zh} ${name}${inFor},${step.zh}:${outcome.zh}。${words}(${chineseDate(on)})`,
    },
    { style: 'bodyEn', text: `${role.en}, ${name}${inForEn}: ${step.en}, ${outcome.en} (${on})` },
  ];
}

function opinions(heading: string, signatures: readonly Signature[]): Block[] {
  if (signatures.length === 0) return [];
  return [{ style: 'heading', text: heading }, ...signatures.flatMap(spoken)];
}

function opening({ cited, kind, number, about }: Paper): Block[] {
  const numbered = number === null ? '' : `, ${number}`;
  return [
    { style: 'body', text: `依据${cited.zh},现就下列${about === 'case' ? '事项' : '项目'}出具${kind.zh}。` },
    {
      style: 'bodyEn',
      text: `Issued under ${cited.en}: ${kind.en}${numbered}.`,
    },
  ];
}

function imprint({ id, line, code }: Paper): Block[] {
  const check =
    code === null
      ? [
          '验证码:无(出具于启用验证码之前)',
          'Verification code: none (issued before there were verification codes)',
        ]
      : [
          `验证码:${code}`,
          `Verification code: ${code} (GET /api/verify/${code}); 凭此码可在线核验本公文的文号、种类、日期和效力`,
        ];
  const place = `公文编号 ${id} · 留痕第 ${String(line)} 行 line ${String(line)} of the audit trail`;
  return [place, ...check].map((text) => ({ style: 'imprint', text }));
}

/** The blocks of a document from top to bottom, Chinese first, English second. */
function blocksOf(paper: Paper): Block[] {
  const { issuer, number, title, addressee, facts, signatures, issuedOn } = paper;
  const signers = signatures.filter(({ signs }) => signs);
  const others = signatures.filter(({ signs }) => !signs);
  const names = signers.map(({ name }) => name).join('、');
  return [
    { style: 'issuer', text: issuer.zh },
    { style: 'number', text: number ?? '(无文号 no number)' },
    { style: 'title', text: title.zh },
    ...(title.en === title.zh ? [] : [{ style: 'titleEn' as const, text: title.en }]),
    { style: 'to', text: `${addressee}:` },
    ...opening(paper),
    { style: 'heading', text: '一、基本情况 Facts' },
    ...facts.map(({ label, value }): Block => ({ style: 'body', text: `${both(label)}:${both(value)}` })),
    ...opinions('二、办理意见 Opinions', others),
    ...opinions(others.length === 0 ? '二、签署 Decision' : '三、签署 Decision', signers),
    { style: 'signed', text: issuer.zh },
    ...(names === '' ? [] : [{ style: 'signed' as const, text: `签署人 signed by:${names}` }]),
    { style: 'signed', text: `${chineseDate(issuedOn)} ${issuedOn}` },
    ...imprint(paper),
  ];
}

/** An official document as it is printed. */
export function printedOf(paper: Paper): Printed {
  const { title, issuer, issuedAt } = paper;
  return { title: title.zh, author: issuer.zh, at: issuedAt, parts: blocksOf(paper) };
}
