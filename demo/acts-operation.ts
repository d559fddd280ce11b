/** Operation: put in use, what goes on beside it, the end of the warranty, and the proof of the record. */
import { addMonths } from '../domain/clocks/dates';
import { decide, look, waitUntil } from './acts';
import { assets, changes, evaluation, report } from './acts-use';
import { lookAtClock, standsIn } from './looks';
import { noteOf, type Chapter, type World } from './world';

async function putInUse(world: World): Promise<void> {
  world.notes.set('usedFrom', await world.clock.today());
  await decide(world, {
    who: 'applicant',
    step: 'putInUse',
    materials: ['opsRules', 'emergencyPlan'],
    zh: '提交运维制度和应急预案,投入使用',
    en: 'With rules of operation and emergency plan it is put in use',
  });
  await standsIn(
    world,
    'applicant',
    { stage: 'operation', status: 'inUse' },
    { zh: '项目已投入使用', en: 'The project is in use' },
  );
}

async function warranty(world: World): Promise<void> {
  const due = addMonths(noteOf(world, 'acceptedOn'), 24);
  await lookAtClock(world, 'applicant', 'operation/warranty', {
    must: { due, status: 'running' },
    zh: `质保期自验收通过之日起 24 个月:至 ${due}`,
    en: `The warranty runs 24 months from acceptance: until ${due}`,
  });
  await waitUntil(world, addMonths(due, 1));
  await lookAtClock(world, 'applicant', 'operation/warranty', {
    must: { due, status: 'reached' },
    zh: '两年过去:质保期届满,已记录',
    en: 'Two years later the warranty has ended, and the record says so',
  });
}

export const operationChapters: readonly Chapter[] = [
  {
    id: 'operation',
    zh: '投入使用与质保',
    en: 'Operation and warranty',

    async run(world) {
      world.stage = 'operation';
      await putInUse(world);
      await assets(world);
      await changes(world);
      await report(world);
      await evaluation(world);
      await warranty(world);
      await look(world, 'applicant', '/timeline', { zh: '查看全过程时间线', en: 'Reads the timeline' });
      await look(world, 'applicant', '/records/verify', {
        zh: '验证留痕链:完整',
        en: 'Verifies the chain of the record: whole',
        expect: { status: 200, body: { ok: true } },
      });
    },
  },
];
