/** Trial run: no entry without the three security reports, no exit before the third month ends. */
import { addDays, addMonths } from '../domain/clocks/dates';
import { bind, decide, waitUntil } from './acts';
import { clockOf, lookAtClock, standsIn } from './looks';
import type { Chapter, World } from './world';

const reports = [
  'gradedProtectionReport',
  'riskAssessmentReport',
  'cryptographyAssessmentReport',
  'fixProof',
];

async function enter(world: World): Promise<void> {
  await decide(world, {
    who: 'ownerLead',
    step: 'admit',
    role: 'projectOwner',
    outcome: 'started',
    zh: '没有三项安全测评报告即投入试运行:拒绝',
    en: 'Enters the trial run without the three security reports: refused',
    expect: {
      status: 422,
      code: 'gate/unmet',
      unmet: ['material/missing', 'material/missing', 'material/missing', 'securityNotPassed'],
    },
  });
  await decide(world, {
    who: 'applicant',
    step: 'admit',
    role: 'projectOwner',
    outcome: 'started',
    zh: '申报人代表建设单位作决定:拒绝(申报与决定分离)',
    en: 'The applicant decides for the owner: refused, whoever applies does not decide',
    expect: { status: 403, code: 'duty/applicant-decides' },
  });
  await bind(world, 'testBody', { zh: '登记测评机构', en: 'Names the test body' });
  await decide(world, {
    who: 'ownerLead',
    step: 'admit',
    role: 'projectOwner',
    outcome: 'started',
    materials: reports,
    comment: '三项报告均已通过,整改已复测。',
    zh: '三项报告齐备(密码应用整改后通过,附整改证明),同意投入试运行',
    en: 'With the three reports (cryptography passed after fixes, with proof) the owner agrees',
  });
  await decide(world, {
    who: 'techOffice',
    step: 'admit',
    role: 'networkTechOffice',
    outcome: 'started',
    comment: '具备试运行条件。',
    zh: '网络信息技术处同意:试运行开始',
    en: 'The network technology office agrees: the trial run begins',
  });
  const today = await world.clock.today();
  const due = addMonths(today, 3);
  await lookAtClock(world, 'applicant', 'trialRun/minimum', {
    must: { due, status: 'running' },
    zh: `软件三个月、硬件一个月,取较长者:最早 ${due} 结束`,
    en: `Software three months, hardware one: the longer decides, not before ${due}`,
  });
}

async function exit(world: World): Promise<void> {
  world.stage = 'trialRun';
  const { due } = await clockOf(world, 'applicant', 'trialRun/minimum');
  await waitUntil(world, addDays(due, -1));
  const stable = {
    who: 'ownerLead' as const,
    step: 'leave',
    role: 'projectOwner',
    outcome: 'stable',
    comment: '运行稳定。',
  };
  await decide(world, {
    ...stable,
    materials: ['trialRunReport'],
    zh: '第三个月届满前一天申请结束试运行、转入验收:拒绝',
    en: 'The day before the third month ends, acceptance is asked for: refused',
    expect: {
      status: 422,
      code: 'gate/unmet',
      unmet: ['clock/not-before'],
      body: { 'errors.0.holdsFrom': due },
    },
  });
  await waitUntil(world, due);
  await decide(world, {
    ...stable,
    zh: '届满当日:建设单位认定稳定',
    en: 'On the day itself the owner finds it stable',
  });
  await decide(world, {
    who: 'supervisor',
    step: 'leave',
    role: 'supervisor',
    outcome: 'stable',
    comment: '同意结束试运行。',
    zh: '监理认定稳定,试运行结束',
    en: 'The supervisor agrees: the trial run is over',
  });
  await standsIn(
    world,
    'applicant',
    { stage: 'acceptance' },
    { zh: '可以申请竣工验收', en: 'Acceptance may be asked for' },
  );
}

export const trialChapters: readonly Chapter[] = [
  {
    id: 'trialRunEntry',
    zh: '投入试运行',
    en: 'Trial run begins',

    async run(world) {
      world.stage = 'trialRun';
      await enter(world);
    },
  },
  { id: 'trialRunExit', zh: '试运行届满', en: 'Trial run ends', run: exit },
];
