/** Where a task is at home: looked up once, and never believed of a task that is not there. */
import { homeOf, rememberHomes } from '../../api/task-homes';
import type { TaskRow } from '../../domain/project/view';

function readsOf(rows: Readonly<Record<string, string>>) {
  const asked: string[] = [];
  return {
    asked,
    findTask: (id: string) => {
      asked.push(id);
      const workflowId = rows[id];
      return Promise.resolve(workflowId === undefined ? null : ({ id, workflowId } as TaskRow));
    },
  };
}

test('a task is looked up once', async () => {
  const reads = readsOf({ 'HOME-1-T1': 'project/HOME-1' });
  expect(await homeOf('HOME-1-T1', reads)).toBe('project/HOME-1');
  expect(await homeOf('HOME-1-T1', reads)).toBe('project/HOME-1');
  expect(reads.asked).toEqual(['HOME-1-T1']);
});

test('a task that was shown is not looked up at all', async () => {
  const reads = readsOf({});
  rememberHomes([{ id: 'HOME-2-T1', workflowId: 'case/HOME-2' }]);
  expect(await homeOf('HOME-2-T1', reads)).toBe('case/HOME-2');
  expect(reads.asked).toEqual([]);
});

test('a task that is not there yet may come', async () => {
  expect(await homeOf('HOME-3-T1', readsOf({}))).toBeNull();
  expect(await homeOf('HOME-3-T1', readsOf({ 'HOME-3-T1': 'project/HOME-3' }))).toBe('project/HOME-3');
});
