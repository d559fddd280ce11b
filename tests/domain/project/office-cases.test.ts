/** Office work by the other texts: tasks in three days, ledgers and statistics of a month, publication, documents, complaints, training. */
import type { Fields } from '../../../domain/project/commands';
import { deciding, material, must, reachClock, task, tryAct, type World } from './world';
import { cast, does, dueAt, office, opened, standing, unmet } from './office';

describe('office tasks (OA-2.4a, OA-2.4b, OA-2.5b, OA-2.6a, OA-2.6b, OA-2.7b)', () => {
  const facts = (more: Fields = {}): Fields => ({
    taskKind: 'electronic',
    receivedOn: '2026-03-02',
    taskSecret: false,
    ...more,
  });
  const routed = (at = '2026-03-02') => {
    const world = opened('officeTask', facts({ receivedOn: at }), at);
    does(world, 'general', 'split');
    return world;
  };

  test.each([
    ['a Monday', '2026-03-02', '2026-03-05'],
    ['a Thursday: the last day is a Sunday and rolls to Monday', '2026-03-05', '2026-03-09'],
  ])('routed on %s, %s, it is to be done by %s (OA-2.5b)', (_day, at, due) => {
    expect(dueAt(routed(at), 'doBy')).toMatchObject({ due, basis: 'OA-2.5b' });
  });

  test('done on the third day it is in time; after it, it is marked and can still be done (OA-2.5b)', () => {
    const onTime = routed();
    onTime.at = '2026-03-05';
    does(onTime, 'head', 'assign', { outcome: 'keptOwn' });
    expect([standing(onTime), dueAt(onTime, 'doBy')?.status]).toEqual(['done', 'met']);
    const late = routed();
    expect(reachClock(late, 'officeTask/doBy')).toMatchObject({ overdue: true });
    expect(standing(late)).toBe('assign');
    does(late, 'head', 'assign', { outcome: 'keptOwn' });
    expect(standing(late)).toBe('done');
  });

  test('the head of the office forwards it to a handler, who may give it back (OA-2.6a)', () => {
    const world = routed();
    does(world, 'head', 'assign', { outcome: 'forwarded' });
    expect(task(world, 'handle').key).toBe('post:office/handler');
    does(world, 'handler', 'handle', { outcome: 'returned' });
    does(world, 'head', 'assign', { outcome: 'forwarded' });
    does(world, 'handler', 'handle', { outcome: 'done' });
    expect(standing(world)).toBe('done');
  });

  test('nobody but the head of the office forwards or closes it (OA-2.6b)', () => {
    const world = routed();
    const act = { type: 'decide', task: task(world, 'assign').id, outcome: 'keptOwn' } as const;
    expect(tryAct(world, cast.handler, act).map(({ code }) => code)).toEqual(['task/not-yours']);
  });

  test('paper is scanned before it is started; what is secret never goes on the network (OA-2.4b, OA-2.7b)', () => {
    const paper = opened('officeTask', facts({ taskKind: 'paper' }));
    expect(unmet(paper, 'general', 'split')).toEqual(['material/missing']);
    does(paper, 'general', 'split', { attach: [material('paperScan')] });
    expect(standing(paper)).toBe('assign');
    const secret = opened('officeTask', facts({ taskSecret: true }));
    expect(unmet(secret, 'general', 'split')).toEqual(['secretOnNetwork']);
  });

  test('it is routed within a working day of its receipt, a number the text withholds (OA-2.4a)', () => {
    const world = opened('officeTask', facts({ receivedOn: '2026-02-27' }));
    expect(dueAt(world, 'routeBy')).toMatchObject({ from: '2026-02-27', due: '2026-03-02' });
    expect(reachClock(world, 'officeTask/routeBy')).toMatchObject({ overdue: true });
    const ahead = opened('officeTask', facts({ receivedOn: '2026-03-03' }));
    expect(unmet(ahead, 'general', 'split')).toEqual(['receivedLater']);
  });
});

describe('the work ledger (OA-2.8a)', () => {
  const march = { monthStart: '2026-03-01', monthEnd: '2026-03-31' };
  const entries = (count: number) =>
    Array.from({ length: count }, (_, index) => ({ day: `2026-03-0${String(index + 1)}`, work: '审计取证' }));
  const ledger = (count: number) => {
    const world = opened('workLedger', { ...march, entries: entries(count) });
    does(world, 'owner', 'keep');
    return world;
  };

  test.each([
    [4, 'met', ['tooFewEntries']],
    [4, 'short', []],
    [5, 'met', []],
    [5, 'short', ['enoughEntries']],
    [6, 'met', []],
  ])('of %i entries the finding "%s" is refused for %j', (count, outcome, codes) => {
    expect(unmet(ledger(count), 'head', 'review', { outcome })).toEqual(codes);
  });

  test('it is due on the last day of the month, is marked as late after it, and can still be kept', () => {
    const world = opened('workLedger', { ...march, entries: entries(5) });
    expect(dueAt(world, 'keepBy')).toMatchObject({ due: '2026-03-31', wakeAt: '2026-03-31T16:00:00Z' });
    expect(reachClock(world, 'workLedger/keepBy')).toMatchObject({ overdue: true });
    does(world, 'owner', 'keep');
    does(world, 'head', 'review', { outcome: 'met' });
    expect(standing(world)).toBe('met');
  });

  test('an entry of another month does not count for this one', () => {
    const world = opened('workLedger', {
      ...march,
      entries: [...entries(5), { day: '2026-04-01', work: '次月' }],
    });
    expect(unmet(world, 'owner', 'keep')).toEqual(['entryOutsideMonth']);
    const before = opened('workLedger', {
      ...march,
      entries: [{ day: '2026-02-28', work: '上月' }, ...entries(5)],
    });
    expect(unmet(before, 'owner', 'keep')).toEqual(['entryOutsideMonth']);
  });

  test('the number of entries stands in the text', () => {
    expect(office.values['ledgerMinimum']).toMatchObject({ is: 5, unit: 'count', basis: 'OA-2.8a' });
  });
});

describe('monthly statistics (OA-2.5a, OA-2.10a, OA-2.10b)', () => {
  const figures = (more: Fields = {}): Fields => ({ staffCount: 20, loggedIn: 20, ledgersDue: 20, ...more });
  const counted = { tasksDue: 50, tasksInTime: 48, ledgersMet: 19 };
  const month = { statFrom: '2026-02-01', statMonth: '2026-02-28' };
  const chosen = (counts: Readonly<Record<string, number>> = {}) => {
    const world = opened('monthlyStatistics');
    does(world, 'network', 'period', { fields: month });
    world.outside = { head: 1, totals: {}, openCases: [], counts: { ...counted, ...counts } };
    return world;
  };
  const papers = () => [material('officeFigures'), material('personalFigures')];
  const compiled = (more: Fields = {}) => {
    const world = chosen();
    does(world, 'network', 'compile', { fields: figures(more) });
    return world;
  };

  test.each<[Fields, string[]]>([
    [{ loggedIn: 21 }, ['moreThanAll']],
    [{ ledgersDue: 18 }, ['moreThanAll']],
    [{ staffCount: 0, loggedIn: 0 }, ['nobodyCounted']],
    [{}, []],
  ])('figures with %j answer %j', (more, codes) => {
    expect(unmet(chosen(), 'network', 'compile', { fields: figures(more) })).toEqual(codes);
  });

  test.each<[string, string, string[]]>([
    ['2026-02-01', '2026-03-02', ['monthNotOver']],
    ['2026-02-01', '2026-03-01', []],
    ['2026-02-28', '2026-02-28', ['periodTurned']],
  ])('the month from %s to %s answers %j', (statFrom, statMonth, codes) => {
    const fields = { statFrom, statMonth };
    expect(unmet(opened('monthlyStatistics'), 'network', 'period', { fields })).toEqual(codes);
  });

  test('tasks and ledgers are counted, put down when compiled, and declared by nobody (OA-2.8a, OA-2.10a)', () => {
    const world = compiled();
    expect(world.state.facts).toMatchObject(counted);
    world.outside = { head: 1, totals: {}, openCases: [], counts: { tasksDue: 99 } };
    expect(world.state.facts).toMatchObject(counted);
    const fields = figures({ ledgersMet: 20 });
    const act = deciding(chosen(), 'compile', { fields });
    expect(tryAct(chosen(), cast.network, act).map(({ code }) => code)).toEqual(['fields/unknown']);
  });

  test.each([
    [20, 'circulate'],
    [19, 'explain'],
  ])('with %i of 20 logged in the next is %s (OA-2.5a)', (loggedIn, next) => {
    expect(standing(compiled({ loggedIn }))).toBe(next);
  });

  test('they are circulated per office and per person, and go into the year-end assessment (OA-2.10a, OA-2.10b)', () => {
    const world = compiled({ loggedIn: 19 });
    does(world, 'head', 'explain');
    expect(dueAt(world, 'circulateBy')).toMatchObject({ due: '2026-03-16', basis: 'OA-2.10a' });
    expect(unmet(world, 'network', 'circulate', { attach: papers().slice(0, 1) })).toEqual([
      'material/missing',
    ]);
    expect(reachClock(world, 'monthlyStatistics/circulateBy')).toMatchObject({ overdue: true });
    does(world, 'network', 'circulate', { attach: papers() });
    does(world, 'general', 'assess');
    expect(world.state.status).toBe('closed');
  });
});

describe('publication (OA-3.5, OA-17.2)', () => {
  const prepared = (arisenOn = '2026-03-02') => {
    const world = opened('publication', { arisenOn });
    does(world, 'owner', 'prepare', { attach: [material('content')] });
    return world;
  };

  test('is due on the seventh day from the day it arose; on the eighth it is late (OA-3.5)', () => {
    const world = prepared('2026-02-27');
    expect(dueAt(world, 'publishBy')).toMatchObject({ from: '2026-02-27', due: '2026-03-06' });
    expect(reachClock(world, 'publication/publishBy')).toMatchObject({ overdue: true });
    const ahead = opened('publication', { arisenOn: '2026-03-03' });
    expect(unmet(ahead, 'owner', 'prepare', { attach: [material('content')] })).toEqual(['arisenLater']);
  });

  test.each([
    ['cleared', 'publish'],
    ['barred', 'barred'],
    ['returned', 'prepare'],
  ])('goes through the review for secrecy: %s leads to %s (OA-17.2)', (outcome, next) => {
    const world = prepared();
    const bare = { type: 'decide', task: task(world, 'secrecyReview').id, outcome, comment: '意见' } as const;
    expect(tryAct(world, cast.reviewer, bare).map(({ code }) => code)).toEqual(['task/findings-required']);
    does(world, 'reviewer', 'secrecyReview', { outcome });
    expect(standing(world)).toBe(next);
  });

  test('whoever prepared a text does not review it (OA-17.2)', () => {
    const world = opened('publication', { arisenOn: '2026-03-02' });
    const both = { ...cast.owner, keys: [...cast.owner.keys, ...cast.reviewer.keys] };
    must(world, both, { type: 'submit', attach: [material('content')] });
    const findings = { secrecy: '否', accuracy: '是', lawfulness: '是' };
    const act = {
      type: 'decide',
      task: task(world, 'secrecyReview').id,
      outcome: 'cleared',
      findings,
    } as const;
    expect(tryAct(world, both, act).map(({ code }) => code)).toEqual(['duty/own-submission']);
  });

  test('cleared, it is published with its address (OA-3.5)', () => {
    const world = prepared();
    does(world, 'reviewer', 'secrecyReview', { outcome: 'cleared' });
    expect(unmet(world, 'owner', 'publish')).toEqual(['fact/missing']);
    does(world, 'owner', 'publish', { fields: { pageAddress: 'https://example.org/1' } });
    expect([standing(world), dueAt(world, 'publishBy')?.status]).toEqual(['published', 'met']);
  });
});

describe('official documents (OA-15.4, OA-17.4a, OA-17.4b, OA-17.4c, OA-17.5)', () => {
  const seal = (more: Fields = {}): Fields => ({
    encrypted: true,
    digitallySigned: true,
    providerLicence: '国密证第 1 号',
    providerLicensedUntil: '2026-03-02',
    ...more,
  });
  const drafted = () => {
    const world = opened('officialDocument', { documentTitle: '通知' });
    does(world, 'owner', 'draft', { attach: [material('documentText')] });
    return world;
  };

  test.each<[Fields, string[]]>([
    [{ encrypted: false }, ['notEncrypted']],
    [{ digitallySigned: false }, ['notEncrypted']],
    [{ providerLicence: null }, ['providerNotLicensed']],
    [{ providerLicensedUntil: '2026-03-01' }, ['providerNotLicensed']],
    [{ providerLicensedUntil: '2026-03-02' }, []],
  ])('a signature with %j answers %j (OA-15.4, OA-17.4b)', (more, codes) => {
    expect(unmet(drafted(), 'signer', 'sign', { outcome: 'approved', fields: seal(more) })).toEqual(codes);
  });

  test('a draft is returned without a seal; signed, it is distributed and archived by the document manager (OA-17.4a, OA-17.4c, OA-17.5)', () => {
    const world = drafted();
    does(world, 'signer', 'sign', { outcome: 'returned' });
    does(world, 'owner', 'draft', { attach: [material('documentText')] });
    does(world, 'signer', 'sign', { outcome: 'approved', fields: seal() });
    expect(unmet(world, 'documents', 'distribute')).toEqual(['fact/missing']);
    does(world, 'documents', 'distribute', { fields: { distributedTo: '各处室' } });
    does(world, 'documents', 'archive');
    expect(standing(world)).toBe('archived');
  });
});

describe('complaints of the public (OA-3.8, OA-5.13)', () => {
  test.each(['founded', 'unfounded'])(
    '%s, it is looked into with reasons and answered in time',
    (outcome) => {
      const world = opened('complaint', { complaintText: '网上无法办理' });
      does(world, 'owner', 'tell');
      expect([dueAt(world, 'lookBy')?.due, dueAt(world, 'answerBy')?.due]).toEqual([
        '2026-03-09',
        '2026-03-16',
      ]);
      const bare = { type: 'decide', task: task(world, 'look').id, outcome } as const;
      expect(tryAct(world, cast.watcher, bare).map(({ code }) => code)).toEqual(['task/opinion-required']);
      expect(reachClock(world, 'complaint/lookBy')).toMatchObject({ overdue: true });
      does(world, 'watcher', 'look', { outcome });
      expect(unmet(world, 'watcher', 'answer')).toEqual(['material/missing']);
      expect(reachClock(world, 'complaint/answerBy')).toMatchObject({ overdue: true });
      does(world, 'watcher', 'answer', { attach: [material('answerLetter')] });
      expect(standing(world)).toBe('answered');
    },
  );
});

describe('training (OA-3.7, OA-5.12)', () => {
  const enrolled = (): World => {
    const world = opened('staffTraining', { trainee: '学员' });
    does(world, 'owner', 'enrol');
    return world;
  };

  test('passing means the certificate and security in it, within a year; failing means again', () => {
    const world = enrolled();
    expect(dueAt(world, 'certifyBy')?.due).toBe('2027-03-02');
    const passed = (securityTaught: boolean, attach = [material('certificate')]) =>
      unmet(world, 'trainer', 'certify', { outcome: 'passed', fields: { securityTaught }, attach });
    expect(passed(true, [])).toEqual(['material/missing']);
    expect(passed(false)).toEqual(['securityNotTaught']);
    does(world, 'trainer', 'certify', { outcome: 'failed' });
    does(world, 'owner', 'enrol');
    expect(reachClock(world, 'staffTraining/certifyBy')).toMatchObject({ overdue: true });
    expect(passed(true)).toEqual([]);
    expect(standing(world)).toBe('passed');
  });
});
