/** What counts as failed in a test run, so that nothing can go missing quietly. */
import { countJest, settle } from '../../scripts/jest-report';

interface Made {
  status: string;
  why?: string;
}

function makeReport(tests: readonly Made[], brokenFiles = 0): string {
  const among = (...statuses: string[]) => tests.filter((each) => statuses.includes(each.status)).length;
  const assertionResults = tests.map(({ status, why }, at) => ({
    fullName: `fact ${at}`,
    status,
    failureMessages: why === undefined ? [] : [why],
  }));
  const broken = Array.from({ length: brokenFiles }, () => ({
    name: 'b.test.ts',
    message: 'cannot load',
    assertionResults: [],
  }));
  return JSON.stringify({
    numPassedTests: among('passed'),
    numFailedTests: among('failed'),
    numPendingTests: among('pending'),
    numTodoTests: among('todo'),
    numRuntimeErrorTestSuites: brokenFiles,
    testResults: [{ name: 'a.test.ts', message: '', assertionResults }, ...broken],
  });
}

describe('a count of Jest', () => {
  it('says how many passed and failed, and why', () => {
    const counted = countJest(makeReport([{ status: 'passed' }, { status: 'failed', why: 'expected 1' }]));
    expect(counted).toMatchObject({ passed: 1, failed: 1, files: ['a.test.ts'] });
    expect(counted.failures.join()).toContain('expected 1');
    expect(countJest(makeReport([{ status: 'passed' }])).files).toEqual([]);
  });

  it.each(['pending', 'todo'])('takes a test that is %s for failed', (status) => {
    expect(countJest(makeReport([{ status: 'passed' }, { status }]))).toMatchObject({ passed: 1, failed: 1 });
  });

  it('takes a file that cannot be loaded for one failed test', () => {
    const counted = countJest(makeReport([{ status: 'passed' }], 1));
    expect(counted).toMatchObject({ passed: 1, failed: 1 });
    expect(counted.failures.join()).toContain('cannot load');
  });

  it('takes a run without tests for failed', () => {
    expect(countJest(makeReport([]))).toMatchObject({ passed: 0, failed: 1 });
  });
});

describe('files that failed and ran once more by themselves', () => {
  const counted = (passed: number, failed: number) => ({ passed, failed, failures: [], files: [] });

  it.each([
    ['pass', counted(5, 0), { passed: 12, failed: 0 }],
    ['fail again', counted(3, 2), { passed: 10, failed: 2 }],
    ['fail in part', counted(4, 1), { passed: 11, failed: 1 }],
    ['fail in more tests than before', counted(2, 3), { passed: 10, failed: 3 }],
    ['write no report', counted(0, 1), { passed: 11, failed: 1 }],
  ])('%s', (_, again, expected) => {
    expect(settle(counted(10, 2), again)).toEqual(expected);
  });
});
