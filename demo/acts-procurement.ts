/** Procurement: tender, award, and a contract refused for 12 months of warranty. */
import { bind, decide } from './acts';
import { standsIn } from './looks';
import type { Chapter, World } from './world';

async function tender(world: World): Promise<void> {
  await decide(world, {
    who: 'applicant',
    step: 'prepare',
    materials: ['tenderDocument'],
    zh: '编制招标文件和采购计划',
    en: 'The owner prepares the tender documents',
  });
  await decide(world, {
    who: 'generalOffice',
    step: 'filePlan',
    outcome: 'filed',
    comment: '已申报。',
    zh: '办公室申报采购计划',
    en: 'The general office files the procurement plan',
  });
  await bind(world, 'contractor', { zh: '登记承建单位 S2', en: 'Names the contractor S2' });
  await decide(world, {
    who: 'applicant',
    step: 'awardResult',
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
  await decide(world, {
    who: 'applicant',
    step: 'draft',
    materials: ['contract'],
    zh: '合同质保期改为 24 个月:通过',
    en: 'With 24 months it passes',
  });
  await decide(world, {
    who: 'legalOffice',
    step: 'legality',
    outcome: 'passed',
    comment: '合法。',
    findings: { projectProcess: '立项、采购程序合法。', contractText: '合同条款合法。' },
    zh: '政策法规处对项目流程和合同作合法性审查:通过',
    en: 'The legal office finds procedure and contract lawful',
  });
}

async function sign(world: World): Promise<void> {
  await decide(world, { who: 'applicant', step: 'sign', zh: '签订合同', en: 'Signs the contract' });
  await standsIn(
    world,
    'applicant',
    { stage: 'supervision' },
    { zh: '进入建设与监理', en: 'Building under supervision begins' },
  );
}

export const procurementChapters: readonly Chapter[] = [
  {
    id: 'procurement',
    zh: '采购与合同',
    en: 'Procurement',

    async run(world) {
      world.stage = 'procurement';
      await tender(world);
      await contract(world);
      await sign(world);
    },
  },
];
