/** Procurement: a contract refused for 12 months' warranty, a start refused without an auditor. */
import { act, bind, decide } from './acts';
import { gatesBefore, standsIn } from './looks';
import type { Chapter, World } from './world';

async function tender(world: World): Promise<void> {
  await decide(world, { who: 'applicant', step: 'prepare', materials: ['tenderDocument'], zh: '编制招标文件和采购计划', en: 'The owner prepares the tender documents' });
  await decide(world, { who: 'generalOffice', step: 'filePlan', outcome: 'filed', comment: '已申报。', zh: '办公室申报采购计划', en: 'The general office files the procurement plan' });
  await bind(world, 'contractor', { zh: '登记承建单位 S2', en: 'Names the contractor S2' });
  await decide(world, {
    who: 'applicant',
    step: 'award',
    materials: ['awardNotice', 'qualificationProof'],
    zh: '登记采购结果:中标价 17,980,000.00 元,附资质证明',
    en: 'The award: 17,980,000.00 yuan, with the proof of qualification',
  });
}

async function contract(world: World): Promise<void> {
  await decide(world, {
    who: 'applicant',
    step: 'draft',
    materials: ['contractShort'],
    zh: '合同质保期 12 个月:拒绝(不得少于 24 个月)',
    en: 'A contract with 12 months of warranty: refused, 24 is the least',
    expect: { status: 422, code: 'gate/unmet', unmet: ['warrantyTooShort'] },
  });
  await decide(world, { who: 'applicant', step: 'draft', materials: ['contract'], zh: '合同质保期改为 24 个月:通过', en: 'With 24 months it passes' });
  await decide(world, { who: 'legalOffice', step: 'legality', outcome: 'passed', comment: '合法。', zh: '政策法规处合法性审查:通过', en: 'The legal office finds it lawful' });
}

async function noStartWithoutAuditor(world: World): Promise<void> {
  await bind(world, 'supervisor', { zh: '登记监理单位', en: 'Names the supervisor' });
  const unmet = ['partiesNotSet'];
  await decide(world, {
    who: 'applicant',
    step: 'sign',
    zh: '未确定审计单位即签约开工:拒绝',
    en: 'Signs in order to start without an auditor: refused',
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
    more: { role: 'auditor', org: world.dossier.org('supervisor') },
    zh: '让监理单位兼任审计:拒绝',
    en: 'The supervisor as auditor too: refused',
    expect: { status: 409, code: 'duty/party-conflict' },
  });
  await bind(world, 'auditor', { zh: '登记审计单位', en: 'Names the auditor' });
  await decide(world, { who: 'applicant', step: 'sign', zh: '签订合同', en: 'Signs the contract' });
  await standsIn(world, 'applicant', { stage: 'supervision' }, { zh: '进入建设与监理', en: 'Building under supervision begins' });
}

export const procurementChapters: readonly Chapter[] = [
  {
    id: 'procurement',
    zh: '采购与合同',
    en: 'Procurement',
    skipsTime: false,
    async run(world) {
      world.stage = 'procurement';
      await tender(world);
      await contract(world);
      await noStartWithoutAuditor(world);
    },
  },
];
