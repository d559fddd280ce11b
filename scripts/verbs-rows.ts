/** The verbs of the table: what each is called, who takes it, whether it needs a reason, and how it is tried. */
import type { Act, Actor, TaskAct } from '../domain/project/commands';
import { people, type Course } from './verbs-course';

interface Verb {
  readonly zh: string;
  readonly who: string;
  readonly reason: 'required' | 'optional' | 'none';
  readonly event: string;
  /** What is done before, where it can be: nobody hands back what was not delegated. */
  readonly first?: (task: string, me: Actor) => readonly [Actor, TaskAct];
  readonly act: (task: string, course: Course) => Act;
  readonly by?: Actor;
}

const comment = '说明';
const { finance2, leader, admin, owner } = people;
const toOther = { to: leader, comment };
const plain =
  (type: 'handBack' | 'getBack' | 'takeBack' | 'comment') =>
  (task: string): Act => ({ type, task, comment });
/** Somebody of the same post as me, or of my organisation at a step of handing in. */
const mate = (me: Actor): Actor => ({ ...finance2, keys: me.keys });
const delegates = (task: string, me: Actor): readonly [Actor, TaskAct] => [
  me,
  { type: 'delegate', task, to: mate(me), comment },
];
const adds = (task: string, me: Actor): readonly [Actor, TaskAct] => [
  me,
  { type: 'addSigner', task, ...toOther, place: 'beside' },
];
const holder = '办理人 · the holder';
const addSigner = (zh: string, place: 'before' | 'beside' | 'after'): Verb => ({
  ...{ zh, who: holder, reason: 'required', event: 'signerAdded' },
  act: (task) => ({ type: 'addSigner', task, ...toOther, place }),
});
const administrator = '管理员 · an administrator';
const added = ({ state }: Course, task: string): string =>
  Object.values(state.tasks).find((each) => each.added?.to === task)?.id ?? task;

export const verbs: Readonly<Record<string, Verb>> = {
  decide: {
    zh: '办理',
    who: holder,
    reason: 'optional',
    event: 'decided',
    act: (task, { kind }) => ({
      type: 'decide',
      task,
      comment,
      outcome: kind === 'submit' ? 'submitted' : kind === 'advise' ? 'given' : 'approved',
    }),
  },
  claim: {
    zh: '认领',
    who: '岗位成员 · anyone of the group',
    reason: 'none',
    event: 'taskClaimed',
    act: (task) => ({ type: 'claim', task }),
  },
  release: {
    zh: '释放',
    who: holder,
    reason: 'none',
    event: 'taskReleased',
    first: (task, me) => [me, { type: 'claim', task }],
    act: (task) => ({ type: 'release', task }),
  },
  reassign: {
    zh: '转办',
    who: '办理人或管理员 · the holder or an administrator',
    reason: 'required',
    event: 'taskReassigned',
    act: (task, { kind }) => ({
      type: 'reassign',
      task,
      to:
        kind === 'submit'
          ? { ...leader, keys: ['org:o1'] }
          : { ...leader, keys: ['post:T/finance', 'post:T/data'] },
      comment,
    }),
  },
  delegate: {
    zh: '委派',
    who: holder,
    reason: 'required',
    event: 'delegated',
    act: (task, { kind }) => ({
      type: 'delegate',
      task,
      to: kind === 'submit' ? { ...leader, keys: ['org:o1'] } : leader,
      comment,
    }),
  },
  handBack: {
    zh: '交回',
    who: '受托人 · the delegate',
    reason: 'required',
    event: 'handedBack',
    first: delegates,
    act: plain('handBack'),
    by: finance2,
  },
  getBack: {
    zh: '取回',
    who: '委派人 · whoever delegated it',
    reason: 'optional',
    event: 'gotBack',
    first: delegates,
    act: plain('getBack'),
  },
  addSignerBefore: addSigner('前加签', 'before'),
  addSignerBeside: addSigner('并加签', 'beside'),
  addSignerAfter: addSigner('后加签', 'after'),
  removeSigner: {
    zh: '减签',
    who: '加签人或管理员 · whoever added the signer, or an administrator',
    reason: 'required',
    event: 'signerRemoved',
    first: adds,
    act: (task, course) => ({ type: 'removeSigner', task: added(course, task), comment }),
  },
  returnApplicant: {
    zh: '退回申请人',
    who: holder,
    reason: 'required',
    event: 'returned',
    act: (task) => ({ type: 'return', task, to: 'applicant', comment }),
  },
  returnPrevious: {
    zh: '退回上一环节',
    who: holder,
    reason: 'required',
    event: 'returned',
    act: (task) => ({ type: 'return', task, to: 'previous', comment }),
  },
  returnBack: {
    zh: '退回后直达本环节',
    who: holder,
    reason: 'required',
    event: 'returned',
    act: (task) => ({ type: 'return', task, to: 'apply', then: 'back', comment }),
  },
  takeBack: {
    zh: '拿回',
    who: '最后办理人 · whoever decided last',
    reason: 'optional',
    event: 'takenBack',
    act: plain('takeBack'),
  },
  urge: {
    zh: '催办',
    who: '相关人员 · those concerned',
    reason: 'optional',
    event: 'urged',
    act: (task) => ({ type: 'urge', task, comment }),
    by: admin,
  },
  copy: {
    zh: '抄送',
    who: '相关人员 · those concerned',
    reason: 'optional',
    event: 'copied',
    act: (task) => ({ type: 'copy', task, ...toOther }),
  },
  markRead: {
    zh: '已阅',
    who: '被抄送人 · whoever got the copy',
    reason: 'none',
    event: 'copyRead',
    first: (task, me) => [me, { type: 'copy', task, ...toOther }],
    act: (task) => ({ type: 'markRead', task }),
    by: leader,
  },
  consult: {
    zh: '沟通',
    who: holder,
    reason: 'required',
    event: 'consulted',
    act: (task) => ({ type: 'consult', task, ...toOther }),
  },
  answer: {
    zh: '答复',
    who: '被沟通人 · whoever was asked',
    reason: 'required',
    event: 'answered',
    first: (task, me) => [me, { type: 'consult', task, ...toOther }],
    act: (task) => ({ type: 'answer', task, comment }),
    by: leader,
  },
  comment: {
    zh: '留言',
    who: '相关人员 · those concerned',
    reason: 'required',
    event: 'commented',
    act: plain('comment'),
  },
  withdraw: {
    zh: '撤回',
    who: '申请人 · the applicant',
    reason: 'required',
    event: 'statusChanged',
    act: () => ({ type: 'withdraw', comment }),
    by: owner,
  },
  jump: {
    zh: '跳转',
    who: administrator,
    reason: 'required',
    event: 'jumped',
    act: (_task, { state }) => ({ type: 'jump', to: state.open?.step === 'look' ? 'x' : 'look', comment }),
    by: admin,
  },
  wakeUp: {
    zh: '唤醒',
    who: administrator,
    reason: 'required',
    event: 'wokenUp',
    act: () => ({ type: 'wakeUp', comment }),
    by: admin,
  },
  correctAssignee: {
    zh: '更正办理人',
    who: administrator,
    reason: 'required',
    event: 'assigneeCorrected',
    act: (task) => ({ type: 'correctAssignee', task, ...toOther }),
    by: admin,
  },
  terminate: {
    zh: '终止',
    who: administrator,
    reason: 'required',
    event: 'statusChanged',
    act: () => ({ type: 'terminate', comment }),
    by: admin,
  },
};
