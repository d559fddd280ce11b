/** In use: assets registered, a change at exactly ten percent and one fen above, a report that few may read, a yearly evaluation. */
import { addDays, addMonths } from '../domain/clocks/dates';
import { ofProject, waitUntil } from './acts';
import { decideCase, followed, openCase, openedByItself, submitCase } from './cases';
import { standsIn } from './looks';
import { at } from './story';
import { noteOf, type World } from './world';

/** What the acceptance opened by itself. */
export async function assets(world: World): Promise<void> {
  const id = await openedByItself(world, 'generalOffice', 'assetRegistration');
  await decideCase(world, 'generalOffice', id, {
    step: 'register',
    zh: '未附资产清单即登记:拒绝',
    en: 'Assets registered without their list: refused',
    expect: { status: 422, code: 'gate/unmet', unmet: ['material/missing'] },
  });
  await decideCase(world, 'generalOffice', id, {
    step: 'register',
    materials: ['assetList'],
    zh: '验收通过后自动发起资产登记:办公室按清单入账',
    en: 'Opened by the acceptance itself: the general office books the assets',
  });
}

async function changeOf(world: World, fact: string, words: { zh: string; en: string }): Promise<string> {
  const finishBy = addDays(await world.clock.today(), 60);
  const facts = { cost: world.dossier.fact(fact), finishBy };
  return openCase(world, 'applicant', 'changeInUse', { ...words, facts });
}

/** The contract is 17,980,000.00 yuan: changes may cost 1,798,000.00 in all. */
export async function changes(world: World): Promise<void> {
  const materials = ['changeScheme', 'emergencyMeasures'];
  const above = await changeOf(world, 'changeCostTooMuch', {
    zh: '申请系统变更:1,798,000.01 元',
    en: 'Opens a change of 1,798,000.01 yuan',
  });
  await decideCase(world, 'applicant', above, {
    step: 'propose',
    materials,
    zh: '比原合同价的 10% 多 0.01 元:拒绝,须作为新项目申报',
    en: 'One fen above 10 % of the contract: refused, to be applied for as a new project',
    expect: { status: 422, code: 'gate/unmet', unmet: ['changeTooLarge'] },
  });
  const exact = await changeOf(world, 'changeCost', {
    zh: '申请系统变更:1,798,000.00 元',
    en: 'Opens a change of 1,798,000.00 yuan',
  });
  await decideCase(world, 'applicant', exact, {
    step: 'propose',
    materials,
    zh: '恰为 10%:附实施方案、完成时间和应急措施,通过',
    en: 'Exactly 10 %, with scheme, date and emergency measures: passes',
  });
  await decideCase(world, 'cyberspace', exact, {
    step: 'file',
    zh: '报备网信办',
    en: 'Filed with the cyberspace office',
  });
  await decideCase(world, 'applicant', exact, { step: 'carryOut', zh: '变更完成', en: 'Carried out' });
}

/** A report that only its reporter and discipline inspection may read. */
export async function report(world: World): Promise<void> {
  const id = await openCase(world, 'ownerLead', 'integrityReport', {
    facts: { concerns: '变更设备的询价过程不公开。' },
    alone: true,
    zh: '向纪检举报',
    en: 'A report to discipline inspection',
  });
  await submitCase(world, 'ownerLead', id, { zh: '提交举报', en: 'Hands it in' });
  const other = await world.as('cyberspace');
  await world.story.tell(
    {
      stage: world.stage,
      actor: other.name,
      action: 'GET case',
      zh: '其他处室查看举报:拒绝',
      en: 'Another office looks at it: refused',
      expected: { status: 403, code: 'auth/not-permitted' },
    },
    () => other.get(`/api/cases/${encodeURIComponent(id)}`),
  );
  await decideCase(world, 'discipline', id, {
    step: 'handle',
    outcome: 'unfounded',
    comment: '询价记录完整,未发现问题。',
    zh: '纪检受理并答复:举报不实',
    en: 'Discipline inspection handles it: unfounded',
  });
}

/** A year in use: the pack opens the evaluation by itself, its score stays with the project. */
export async function evaluation(world: World): Promise<void> {
  await waitUntil(world, addMonths(noteOf(world, 'usedFrom'), 12));
  const id = await openedByItself(world, 'applicant', 'performanceEvaluation');
  const score = world.dossier.fact('score');
  await decideCase(world, 'applicant', id, {
    step: 'evaluate',
    fields: { score },
    findings: {
      building: '建设内容全部完成。',
      funds: '按合同和批准的科目支付。',
      efficiency: '全年可用率 99.95%。',
      effect: '夜间识别准确率 96.3%。',
    },
    zh: `使用满一年自动发起绩效评估:四项指标,得分 ${String(score)}`,
    en: `A year on, the evaluation opens by itself: four indicators, score ${String(score)}`,
  });
  await decideCase(world, 'techOffice', id, {
    step: 'compliance',
    comment: '符合要求。',
    findings: {
      dataSharing: '已按目录共享。',
      networkSecurity: '测评结论在有效期内。',
      cryptography: '密钥按规定管理。',
    },
    zh: '网络信息技术处对运维合规情况出具意见',
    en: 'The network technology office gives its opinion on operation',
  });
  for (const [who, role, zh, en] of [
    [
      'generalOffice',
      'generalOffice',
      '办公室收存,作为下年预算依据',
      'The general office keeps it for the budget',
    ],
    ['cyberspace', 'cyberspaceOffice', '网信办收存', 'The cyberspace office takes note'],
  ] as const)
    await decideCase(world, who, id, { step: 'use', role, zh, en });
  await scoreIsKept(world, score);
}

async function scoreIsKept(world: World, score: unknown): Promise<void> {
  const person = await world.as('generalOffice');
  await followed(async () => at((await person.get(ofProject(world))).body, 'facts.lastScore') === score);
  await standsIn(
    world,
    'generalOffice',
    { 'facts.lastScore': score },
    { zh: '绩效得分已记入项目', en: 'The score stands in the project' },
  );
}
