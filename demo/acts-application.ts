/** Application: refused for three reasons at once, corrected, returned, resubmitted, complete. */
import { randomUUID } from 'node:crypto';
import { z } from 'zod';
import { act, decide, findTask, must } from './acts';
import { gatesBefore, standsIn } from './looks';
import type { Chapter, World } from './world';

const created = z.looseObject({ id: z.string() });
const threeReasons = ['material/author', 'securityChapterMissing', 'securityShareTooLow'];
const firstDraft = [
  'applicationForm',
  'constructionScheme',
  'feasibilityStudyFirst',
  'investmentEstimateFirst',
];

async function draft(world: World): Promise<void> {
  const { dossier, story } = world;
  const person = await world.as('applicant');
  const facts = {
    buildKinds: dossier.fact('buildKinds'),
    classified: dossier.fact('classified'),
    budget: dossier.fact('budget'),
    securityCost: dossier.fact('securityCostFirst'),
    supervisionCost: dossier.fact('supervisionCost'),
    auditCost: dossier.fact('auditCost'),
  };
  const answer = await story.tell(
    {
      stage: world.stage,
      actor: person.name,
      action: 'POST projects',
      zh: '建立项目草稿:总预算 19,813,900.00 元,安全投入 990,694.99 元',
      en: 'Drafts the project: budget 19,813,900.00 yuan, security spending 990,694.99 yuan',
      expected: { status: 201 },
    },
    () =>
      person.post('/api/projects', {
        jurisdiction: dossier.jurisdiction,
        name: dossier.name,
        ownerOrg: person.org,
        facts,
      }),
  );
  world.projectId = must(created, answer, 'the new project').id;
}

async function refusedAtTheDoor(world: World): Promise<void> {
  const { dossier, story } = world;
  const person = await world.as('applicant');
  const { jurisdiction, name } = dossier;
  await story.tell(
    {
      stage: world.stage,
      actor: person.name,
      action: 'POST projects',
      zh: '申报涉密项目:不予建立',
      en: 'A classified project: not even opened',
      expected: { status: 422, code: 'gate/unmet', unmet: ['classifiedProject'] },
    },
    () =>
      person.post('/api/projects', { jurisdiction, name, ownerOrg: person.org, facts: { classified: true } }),
  );
}

async function refusedForThreeReasons(world: World): Promise<void> {
  const expect = { unmet: threeReasons };
  await act(world, {
    who: 'applicant',
    action: 'submit',
    materials: firstDraft,
    zh: '提交:可研编制单位无资质、可研无网络安全内容、安全投入差一分不足 5%,三项一次告知',
    en: 'Submits: study by an unqualified body, no network-security section, security one fen under 5 %: all three named at once',
    expect: { status: 422, code: 'gate/unmet', ...expect },
  });
  await gatesBefore(world, 'applicant', 'action=submit', {
    zh: '提交前查看关口:与拒绝时所列完全相同',
    en: 'Looks at the gates before submitting: the same three',
    expect: { status: 200, ...expect },
  });
}

async function correctedAndSubmitted(world: World): Promise<void> {
  const { dossier } = world;
  const submit = {
    who: 'applicant' as const,
    action: 'submit',
    fields: { securityCost: dossier.fact('securityCost') },
  };
  const words = {
    zh: '更正后提交:安全投入 990,695.00 元,恰为 5.00%,通过',
    en: 'Submits corrected: 990,695.00 yuan is exactly 5.00 % and passes',
  };
  await act(world, { ...submit, ...words, materials: ['feasibilityStudy', 'investmentEstimate'] });
}

async function sameKey(world: World): Promise<void> {
  const person = await world.as('applicant');
  const path = `/api/projects/${encodeURIComponent(world.projectId)}/actions`;
  const key = randomUUID();
  const naming = (party: string) => ({
    action: 'bindParty',
    fields: { role: 'consultant', org: world.dossier.org(party) },
  });
  const tell = (
    zh: string,
    en: string,
    expected: { status: number; code?: string; body?: Record<string, unknown> },
    body: unknown,
  ) =>
    world.story.tell({ stage: world.stage, actor: person.name, action: 'bindParty', zh, en, expected }, () =>
      person.post(path, body, key),
    );
  const first = await tell('登记咨询机构', 'Names the consultant', { status: 200 }, naming('consultant'));
  await tell(
    '网络不稳,同一 Idempotency-Key 再发一次:得到同一结果,不重复登记',
    'Sends it again with the same Idempotency-Key: the same answer, nothing twice',
    { status: 200, body: sameResult(first.body) },
    naming('consultant'),
  );
  await tell(
    '同一 Idempotency-Key 换了内容:拒绝',
    'The same key with another body: refused',
    { status: 422, code: 'idempotency/key-reused' },
    naming('consultantUnqualified'),
  );
}

function sameResult(body: unknown): Record<string, unknown> {
  const read = z
    .looseObject({ result: z.looseObject({ commandId: z.string(), seq: z.number() }) })
    .safeParse(body);
  if (!read.success) throw new Error(`a decision answered without a result: ${JSON.stringify(body)}`);
  return { 'result.commandId': read.data.result.commandId, 'result.seq': read.data.result.seq };
}

async function ownSubmission(world: World): Promise<void> {
  const cyberspace = await world.as('cyberspace');
  const applicant = await world.as('applicant');
  const task = await findTask(world, cyberspace, 'check');
  await world.story.tell(
    {
      stage: world.stage,
      actor: applicant.name,
      action: 'decide check → complete',
      zh: '申报人核对自己的申报:拒绝',
      en: 'The applicant checks their own application: refused',
      expected: { status: 403, code: 'task/not-yours' },
    },
    () =>
      applicant.post(`/api/tasks/${encodeURIComponent(task)}/actions`, {
        action: 'decide',
        outcome: 'complete',
      }),
  );
}

async function returnedAndComplete(world: World): Promise<void> {
  await decide(world, {
    who: 'cyberspace',
    step: 'check',
    outcome: 'returned',
    zh: '退回而不写意见:拒绝',
    en: 'Returns it without an opinion: refused',
    expect: { status: 422, code: 'task/opinion-required' },
  });
  await decide(world, {
    who: 'cyberspace',
    step: 'check',
    outcome: 'returned',
    comment: '建设方案请与一、二期点位逐一核对,避免重复立杆。',
    zh: '网信办退回补正,写明理由',
    en: 'The cyberspace office returns it with its reason',
  });
  await standsIn(
    world,
    'applicant',
    { stage: 'application', round: 2 },
    { zh: '项目回到申报人,开始第二轮', en: 'It is back with the applicant, in its second round' },
  );
  await decide(world, {
    who: 'applicant',
    step: 'fill',
    comment: '已核对全部点位,核减 9 路。',
    materials: ['constructionScheme'],
    zh: '补正后再次提交',
    en: 'Resubmits',
  });
  await decide(world, {
    who: 'cyberspace',
    step: 'check',
    outcome: 'complete',
    comment: '材料齐全。',
    fields: { major: world.dossier.fact('major') },
    zh: '网信办核对:材料齐全,进入可行性评审',
    en: 'The cyberspace office finds it complete: on to the feasibility review',
  });
  await standsIn(
    world,
    'applicant',
    { stage: 'feasibilityReview', status: 'active' },
    { zh: '项目进入立项评审', en: 'The project is in feasibility review' },
  );
}

export const applicationChapters: readonly Chapter[] = [
  {
    id: 'application',
    zh: '申报',
    en: 'Application',

    async run(world) {
      world.stage = 'application';
      await refusedAtTheDoor(world);
      await draft(world);
      await refusedForThreeReasons(world);
      await correctedAndSubmitted(world);
      await sameKey(world);
      await ownSubmission(world);
      await returnedAndComplete(world);
    },
  },
];
