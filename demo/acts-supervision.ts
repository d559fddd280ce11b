/** Building: no start without an auditor, started under supervision, paid once, a payment above the contract refused, completed. */
import { act, bind, decide } from './acts';
import { decideCase, openCase, submitCase } from './cases';
import { gatesBefore, standsIn } from './looks';
import type { Chapter, World } from './world';

const contracts = ['supervisionContract', 'auditContract'];

async function noStartWithoutAuditor(world: World): Promise<void> {
  await bind(world, 'supervisor', { zh: '登记监理单位', en: 'Names the supervisor' });
  const unmet = ['partiesNotSet'];
  await decide(world, {
    who: 'applicant',
    step: 'startOrder',
    materials: contracts,
    zh: '未确定审计单位即开工:拒绝',
    en: 'Starts without an auditor: refused',
    expect: { status: 422, code: 'gate/unmet', unmet },
  });
  await gatesBefore(world, 'applicant', 'action=submit', {
    zh: '事先查看关口,答复相同',
    en: 'The gates looked at beforehand say the same',
    expect: { status: 200, unmet },
  });
  await act(world, {
    who: 'applicant',
    action: 'bindParty',
    fields: { role: 'auditor', org: world.dossier.org('supervisor') },
    zh: '让监理单位兼任审计:拒绝',
    en: 'The supervisor as auditor too: refused',
    expect: { status: 409, code: 'duty/party-conflict' },
  });
  await bind(world, 'auditor', { zh: '登记审计单位', en: 'Names the auditor' });
  await decide(world, {
    who: 'applicant',
    step: 'startOrder',
    zh: '承建、监理、审计单位齐备且互不相同,下达开工令',
    en: 'With contractor, supervisor and auditor, all different, the work starts',
  });
}

async function payments(world: World): Promise<void> {
  const paidFrom = world.dossier.fact('fundLine');
  const other = await openCase(world, 'applicant', 'payment', {
    facts: { ...world.dossier.payment('first'), paidFrom: '办公经费' },
    zh: '以办公经费申请首期款',
    en: 'Opens the first payment from another fund line',
  });
  await submitCase(world, 'applicant', other, {
    zh: '提交:拒绝(专款专用)',
    en: 'Hands it in: refused, earmarked money has its own line',
    expect: { status: 422, code: 'gate/unmet', unmet: ['otherFundLine'] },
  });
  const first = await openCase(world, 'applicant', 'payment', {
    facts: { ...world.dossier.payment('first'), paidFrom },
    zh: '申请支付首期款 5,373,303.46 元',
    en: 'Opens the first payment: 5,373,303.46 yuan',
  });
  await submitCase(world, 'applicant', first, { zh: '提交付款申请', en: 'Hands the payment in' });
  await decideCase(world, 'generalOffice', first, {
    step: 'approve',
    outcome: 'paid',
    comment: '符合合同节点。',
    zh: '办公室审核支付:已付',
    en: 'The general office pays it',
  });
  const second = await openCase(world, 'applicant', 'payment', {
    facts: { ...world.dossier.payment('tooMuch'), paidFrom },
    zh: '再申请 12,606,696.55 元,累计比合同价多 0.01 元',
    en: 'Opens another of 12,606,696.55 yuan: one fen above the contract in all',
  });
  await submitCase(world, 'applicant', second, {
    zh: '提交超合同价的付款:拒绝',
    en: 'A payment above the contract: refused',
    expect: { status: 422, code: 'gate/unmet', unmet: ['overContract'] },
  });
}

export const supervisionChapters: readonly Chapter[] = [
  {
    id: 'supervision',
    zh: '建设与监理',
    en: 'Building under supervision',

    async run(world) {
      world.stage = 'supervision';
      await noStartWithoutAuditor(world);
      await payments(world);
      await decide(world, {
        who: 'contractor',
        step: 'report',
        materials: ['licenceProof'],
        zh: '承建单位报告完工,附正版软件清单',
        en: 'The contractor reports completion with the licence list',
      });
      await decide(world, {
        who: 'supervisor',
        step: 'confirm',
        role: 'supervisor',
        outcome: 'completed',
        comment: '核实完工。',
        zh: '监理确认完工',
        en: 'The supervisor confirms',
      });
      await decide(world, {
        who: 'techOffice',
        step: 'confirm',
        role: 'networkTechOffice',
        outcome: 'completed',
        comment: '确认。',
        zh: '网络信息技术处确认完工',
        en: 'The network technology office confirms',
      });
      await standsIn(
        world,
        'applicant',
        { stage: 'trialRun' },
        { zh: '等待投入试运行', en: 'Ready for the trial run' },
      );
    },
  },
];
