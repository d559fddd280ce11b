/** Folds what people did with a task beside deciding: delegation, added signers, copies, taking back, moves of the route. */
import type { ProcessEvent, VerbEvent } from '../project/events';
import type { Copy, ProcessState, Task } from '../project/state';
import { restore } from './handled';

type Folders = {
  readonly [T in VerbEvent['type']]: (
    state: ProcessState,
    event: Extract<ProcessEvent, { type: T }>,
    at: string,
  ) => ProcessState;
};

/** Changes one task; an unknown one leaves the state as it is. */
export function changeTask(state: ProcessState, id: string, change: (task: Task) => Task): ProcessState {
  const task = state.tasks[id];
  return task === undefined ? state : { ...state, tasks: { ...state.tasks, [id]: change(task) } };
}

/** The task as nobody's: claimed, given or delegated no longer. */
export function unassigned(task: Task): Task {
  const { assignee: _assignee, claimed: _claimed, delegated: _delegated, ...rest } = task;
  return rest;
}

function inform(state: ProcessState, person: string): ProcessState {
  const informed = state.informed ?? [];
  return informed.includes(person) ? state : { ...state, informed: [...informed, person] };
}

function show(state: ProcessState, id: string, copy: Copy): ProcessState {
  return inform(
    changeTask(state, id, (task) => ({ ...task, copiedTo: [...(task.copiedTo ?? []), copy] })),
    copy.id,
  );
}

function changeCopies(
  state: ProcessState,
  id: string,
  person: string,
  change: (copy: Copy) => Copy,
): ProcessState {
  return changeTask(state, id, (task) => ({
    ...task,
    copiedTo: (task.copiedTo ?? []).map((copy) => (copy.id === person ? change(copy) : copy)),
  }));
}

export const verbFolders: Folders = {
  delegated: (state, { task, person, to }, at) =>
    inform(
      changeTask(state, task, (t) => ({ ...unassigned(t), assignee: to, delegated: { by: person, at } })),
      to.id,
    ),
  handedBack: (state, { task, person, to, comment }, at) =>
    changeTask(state, task, (t) => ({
      ...unassigned(t),
      assignee: to,
      advice: [...(t.advice ?? []), { person, comment, at }],
    })),
  gotBack: (state, { task, person }) =>
    changeTask(state, task, (t) => ({ ...unassigned(t), assignee: person })),
  assigneeCorrected: (state, { task, to }) =>
    inform(
      changeTask(state, task, (t) => ({ ...unassigned(t), assignee: to })),
      to.id,
    ),
  signerAdded: (state, { task, signer }) => {
    const added = { ...state, tasks: { ...state.tasks, [signer.id]: signer } };
    const counted = inform({ ...added, taskCount: state.taskCount + 1 }, signer.assignee?.id ?? '');
    return signer.added?.place === 'before'
      ? changeTask(counted, task, (t) => ({ ...t, status: 'waiting' }))
      : counted;
  },
  signerRemoved: (state, { task }) => changeTask(state, task, (t) => ({ ...t, status: 'cancelled' })),
  takenBack: (state, { task }, at) => restore(state, task, at),
  urged: (state, { task }, at) =>
    changeTask(state, task, (t) => ({ ...t, urged: { at, count: (t.urged?.count ?? 0) + 1 } })),
  copied: (state, { task, person, to }, at) => show(state, task, { ...to, by: person, at }),
  copyRead: (state, { task, person }, at) =>
    changeCopies(state, task, person.id, (copy) => ({ ...copy, readAt: copy.readAt ?? at })),
  consulted: (state, { task, person, to, question }, at) =>
    show(state, task, { ...to, by: person, at, question }),
  answered: (state, { task, person, comment }, at) =>
    changeCopies(state, task, person.id, (copy) =>
      copy.question === undefined || copy.answer !== undefined
        ? copy
        : { ...copy, answer: comment, answeredAt: at, readAt: copy.readAt ?? at },
    ),
  jumped: (state) => state,
  wokenUp: (state) => state,
};
