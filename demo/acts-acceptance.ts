/** Acceptance: reconsideration, reapplication a month later, failure, and after rectification the pass. */
import { addDays, addMonths } from '../domain/clocks/dates';
import { decide, waitUntil } from './acts';
import { lookAtClock, standsIn } from './looks';
import type { Part, Chapter, World } from './world';

interface Seat {
  readonly who: Part;
  readonly role: string;
  readonly zh: string;
  readonly en: string;
}

const panel: readonly Seat[] = [
  { who: 'ownerLead', role: 'projectOwner', zh: '建设单位', en: 'The owner' },
  { who: 'techOffice', role: 'networkTechOffice', zh: '网络信息技术处', en: 'The network technology office' },
  { who: 'supervisor', role: 'supervisor', zh: '监理单位', en: 'The supervisor' },
  { who: 'expert1', role: 'reviewExpert', zh: '专家一', en: 'Expert 1' },
  { who: 'expert2', role: 'reviewExpert', zh: '专家二', en: 'Expert 2' },
  { who: 'expert3', role: 'reviewExpert', zh: '专家三', en: 'Expert 3' },
  {
    who: 'contractor',
    role: 'contractor',
    zh: '承建单位(无表决权)',
    en: 'The contractor, heard without a vote',
  },
];

const findings = (text: string) => ({
  tenderDocument: '已对照招标文件。',
  contract: '已对照合同。',
  constructionScheme: text,
  processDocuments: '已查过程文档。',
  trialRun: '试运行报告属实。',
  siteCheck: '已现场核查。',
  test: '已现场测试。',
  questioning: '已质询。',
});

const words: Readonly<Record<string, { zh: string; en: string }>> = {
  passed: { zh: '通过验收', en: 'passed' },
  reconsideration: { zh: '需要复议', en: 'reconsideration' },
  failed: { zh: '不通过验收', en: 'failed' },
};

/** The panel of five parties: `split` are the outcomes of its seats in order, the contractor's last. */
async function sits(world: World, split: readonly string[], reason: string): Promise<void> {
  for (const [index, { who, role, zh, en }] of panel.entries()) {
    const outcome = split[index] ?? split[0] ?? 'passed';
    const word = words[outcome] ?? { zh: outcome, en: outcome };
    await decide(world, {
      who,
      step: 'panel',
      role,
      outcome,
      comment: reason,
      findings: findings(reason),
      zh: `${zh}:${word.zh}`,
      en: `${en}: ${word.en}`,
    });
  }
}

async function applied(world: World, material: string, zh: string, en: string): Promise<void> {
  await decide(world, {
    who: 'contractor',
    step: 'request',
    materials: [material, 'softwareTestReport'],
    zh,
    en,
  });
  await decide(world, {
    who: 'supervisor',
    step: 'forward',
    outcome: 'forwarded',
    comment: '台账齐全。',
    materials: ['supervisionRecords'],
    zh: '监理整理台账,报请建设单位验收',
    en: 'The supervisor puts the records in order and asks the owner to accept',
  });
}

const mixed = [
  'passed',
  'reconsideration',
  'reconsideration',
  'passed',
  'reconsideration',
  'passed',
  'passed',
];
const majorityFails = ['failed', 'failed', 'failed', 'failed', 'reconsideration', 'passed', 'passed'];

async function reconsidered(world: World): Promise<void> {
  await applied(
    world,
    'acceptanceApplicationFirst',
    '承建单位申请竣工验收',
    'The contractor applies for acceptance',
  );
  await sits(world, mixed, '夜间人员卡口识别准确率 91.2%,低于合同 95%。');
  await standsIn(
    world,
    'applicant',
    { stage: 'acceptance', status: 'active' },
    { zh: '赞成通过者未过半数:需要复议', en: 'No majority to pass: reconsideration' },
  );
  await decide(world, {
    who: 'supervisorDeputy',
    step: 'tell',
    comment: '请整改夜间识别准确率后再申请。',
    zh: '监理书面通知复议',
    en: 'The supervisor tells the contractor in writing',
  });
  const due = addMonths(await world.clock.today(), 1);
  await lookAtClock(world, 'applicant', 'acceptance/reapply', {
    must: { due, status: 'running' },
    zh: `满一个月方可再次申请:${due} 起`,
    en: `It may be applied for again after one month: from ${due}`,
  });
  await waitUntil(world, addDays(due, -1));
  await decide(world, {
    who: 'contractor',
    step: 'request',
    materials: ['acceptanceApplicationSecond', 'softwareTestReport'],
    zh: '早一天再次申请:拒绝',
    en: 'Applies a day early: refused',
    expect: {
      status: 422,
      code: 'gate/unmet',
      unmet: ['clock/not-before'],
      body: { 'errors.0.holdsFrom': due },
    },
  });
  await waitUntil(world, due);
  await applied(
    world,
    'acceptanceApplicationSecond',
    '满一个月当日再次申请:受理',
    'On the day itself it is taken',
  );
}

async function failed(world: World): Promise<void> {
  await sits(world, majorityFails, '分布式数据库未按设计部署,无灾备保护,超级管理员账号共用。');
  await standsIn(
    world,
    'applicant',
    { stage: 'rectification', status: 'active' },
    { zh: '不通过验收:限期整改', en: 'Failed: rectification with a date' },
  );
}

async function order(world: World): Promise<void> {
  world.stage = 'rectification';
  const fixBy = addMonths(await world.clock.today(), 1);
  await decide(world, {
    who: 'applicant',
    step: 'orderFixes',
    comment: '三项问题限期整改。',
    fields: { fixBy },
    zh: `发出限期整改通知书:${fixBy} 前完成`,
    en: `The owner orders rectification by ${fixBy}`,
  });
  await lookAtClock(world, 'applicant', 'rectify/fixing', {
    must: { due: fixBy, status: 'running' },
    zh: '整改期限开始计算',
    en: 'The time to fix it runs',
  });
}

async function fix(world: World, material: string, outcome: 'returned' | 'fixed'): Promise<void> {
  const sentBack = outcome === 'returned';
  const today = await world.clock.today();
  await waitUntil(world, addDays(today, 7));
  await decide(world, {
    who: 'contractor',
    step: 'repair',
    materials: [material],
    zh: sentBack ? '提交第一轮整改报告' : '提交第二轮整改报告',
    en: sentBack ? 'The contractor reports the first round' : 'The contractor reports the second round',
  });
  await decide(world, {
    who: 'supervisor',
    step: 'recheck',
    role: 'supervisor',
    outcome,
    comment: sentBack ? '异地备份尚未开通。' : '三项均已整改。',
    zh: sentBack ? '监理核查:异地备份未开通,退回' : '监理核查:整改完成',
    en: sentBack ? 'The supervisor sends it back: no off-site backup yet' : 'The supervisor finds it fixed',
  });
  await decide(world, {
    who: 'ownerLead',
    step: 'recheck',
    role: 'projectOwner',
    outcome,
    comment: sentBack ? '同意监理意见。' : '整改完成。',
    zh: sentBack ? '建设单位核查:退回' : '建设单位核查:整改完成',
    en: sentBack ? 'The owner sends it back' : 'The owner finds it fixed',
  });
}

async function passed(world: World): Promise<void> {
  world.stage = 'acceptance';
  await applied(world, 'acceptanceApplicationThird', '整改后申请验收', 'Applies again after rectification');
  await sits(world, ['passed'], '整改到位,符合合同和设计要求。');
  world.notes.set('acceptedOn', await world.clock.today());
  await standsIn(world, 'applicant', { stage: 'operation' }, { zh: '通过验收', en: 'Accepted' });
}

export const acceptanceChapters: readonly Chapter[] = [
  {
    id: 'acceptance',
    zh: '竣工验收',
    en: 'Acceptance',

    async run(world) {
      world.stage = 'acceptance';
      await reconsidered(world);
      await failed(world);
    },
  },
  {
    id: 'rectification',
    zh: '限期整改与再次验收',
    en: 'Rectification and acceptance',

    async run(world) {
      await order(world);
      await fix(world, 'rectificationReportFirst', 'returned');
      await fix(world, 'rectificationReport', 'fixed');
      await passed(world);
    },
  },
];
