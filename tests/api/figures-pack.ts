/** A measure small enough to count by hand: a check with a deadline, acceptance, rectification, use; one of two has payments. */
import { randomBytes } from 'node:crypto';
import type { Pack } from '../../domain/pack/types';
import { readPackText } from '../../api/pack-reading';

const payments = `
  payment:
    zh: 付款
    en: payment
    kind: money
    openedBy: projectOwner
    basis: FG-6
    facts:
      amount: { zh: 金额, en: amount, type: money, basis: FG-6 }
    routes:
      main:
        - { step: request, zh: 申请, en: request, who: projectOwner, basis: FG-6 }
        - { step: approve, zh: 审核, en: check, who: checker, does: decide, outcomes: { paid: paid, refused: refused }, basis: FG-6 }
    outcomes: [paid, refused]
  hush:
    zh: 涉密付款
    en: confidential payment
    kind: money
    openedBy: projectOwner
    readers: [keeper]
    basis: FG-7
    facts:
      amount: { zh: 金额, en: amount, type: money, basis: FG-7 }
    routes:
      main:
        - { step: request, zh: 申请, en: request, who: projectOwner, basis: FG-7 }
        - { step: approve, zh: 审核, en: check, who: keeper, does: decide, outcomes: { paid: paid, refused: refused }, basis: FG-7 }
    outcomes: [paid, refused]
`;

const totals = `
  paidTotal: { zh: 已付, en: paid, type: money, total: payment.amount, basis: FG-6 }
`;

const text = (id: string, hasPayments: boolean): string => `
pack: ${id}
version: 1.0.0
measure: { zh: 统计办法, en: Measure to count by, inForce: { from: 2020-01-01, basis: FG-1 } }
sources: { FG: { zh: 统计办法, version: 2020-01-01 } }
# Numbers name workflows, and every test file asks the same Temporal.
numbering: { project: 'F${randomBytes(3).toString('hex')}-{year}-{seq:4}', note: not-from-text }
roles:
  projectOwner: { zh: 建设单位, en: project owner, is: party, basis: FG-1 }
  checker: { zh: 核对员, en: checker, is: post, basis: FG-1 }
  ${hasPayments ? 'keeper: { zh: 保密员, en: keeper, is: post, basis: FG-7 }' : ''}
powers:
  suspend: { by: [checker], basis: FG-1 }
  resume: { by: [checker], basis: FG-1 }
  terminate: { by: [checker], basis: FG-1 }
facts:
  budget: { zh: 预算, en: budget, type: money, due: application.fill, basis: FG-2 }
  promisedBy: { zh: 承诺日期, en: promised by, type: date, due: application.fill, basis: FG-2 }${hasPayments ? totals : ''}
lifecycle:
  - { run: application, zh: 申报, en: application, kind: application, outcomes: { passed: next }, basis: FG-2 }
  - { run: acceptance, zh: 验收, en: acceptance, kind: acceptance, outcomes: { passed: operation, failed: rectify }, basis: FG-3 }
  - { run: rectify, zh: 整改, en: rectification, kind: rectification, outcomes: { fixed: acceptance }, basis: FG-4 }
  - { run: operation, zh: 使用, en: operation, kind: operation, outcomes: {}, basis: FG-5 }
stages:
  application:
    routes:
      main:
        - { step: fill, zh: 填报, en: fill in, who: projectOwner, basis: FG-2 }
        - { step: check, zh: 核对, en: check, who: checker, does: decide, outcomes: { complete: passed, returned: fill }, basis: FG-2 }
    clocks:
      promise: { zh: 核对时限, en: check by, kind: deadline, from: fill.submitted, until: check.done, date: promisedBy, then: [mark], basis: FG-2 }
  acceptance:
    routes:
      apply:
        - { step: sign, zh: 报请验收, en: application for acceptance, who: projectOwner, basis: FG-3 }
      conclude:
        - { step: judge, zh: 验收, en: acceptance, who: checker, does: decide, outcomes: { passed: passed, failed: failed }, basis: FG-3 }
    materials:
      contract: { zh: 合同, en: contract, due: sign, fields: { amount: { type: money, zh: 合同金额, en: amount } }, basis: FG-3 }
  rectify:
    routes:
      order:
        - { step: order, zh: 整改通知, en: rectification order, who: checker, basis: FG-4 }
      fix:
        - { step: repair, zh: 整改, en: rectification, who: projectOwner, basis: FG-4 }
        - { step: recheck, zh: 核查, en: check of it, who: checker, does: decide, outcomes: { fixed: fixed, returned: repair }, basis: FG-4 }
  operation:
    routes:
      entry:
        - { step: putInUse, zh: 投入使用, en: put in use, who: projectOwner, basis: FG-5 }
${hasPayments ? `cases:${payments}` : ''}
`;

/** The measure of a jurisdiction of this name. */
export function figuresPack(id: string, hasPayments: boolean): Pack {
  const { pack, mistakes } = readPackText(text(id, hasPayments));
  if (pack === null) throw new Error(JSON.stringify(mistakes));
  return pack;
}
