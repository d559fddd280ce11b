/** Every role a pack names is declared and fit for its place; a step has seats that can decide. */
import { bodiesOf, effectsOf, stepsOf } from './lint-walk';
import type { PackRows } from './lint-walk';
import type { Note, Path } from './mistakes';
import type { CaseType, Gate, Material, Role, Step } from './types';

interface Roles {
  readonly roles: PackRows['roles'];
  /** In a case `opener` is whoever opened it. */
  readonly opener?: boolean;
  readonly note: Note;
}

/** Checks all roles of the pack. */
export function checkRoles(pack: PackRows, note: Note): void {
  const roles: Roles = { roles: pack.roles, note };
  for (const [key, role] of Object.entries(pack.roles)) checkRole(roles, key, role);
  for (const [power, by] of Object.entries(pack.powers)) {
    by.forEach((role, index) => known(roles, role, ['powers', power, 'by', index]));
  }
  for (const placed of bodiesOf(pack)) checkBody(roles, placed);
}

function checkBody(roles: Roles, placed: ReturnType<typeof bodiesOf>[number]): void {
  const { body, path, caseType } = placed;
  if (caseType !== undefined) checkCase(roles, caseType, path);
  const own = caseType === undefined ? roles : { ...roles, opener: true };
  for (const { step, path: at } of stepsOf(placed)) checkSeats(own, step, at);
  for (const material of Object.values(body.materials)) {
    checkMaterial(own, material, [...path, 'materials', material.kind]);
  }
  for (const gate of Object.values(body.gates)) checkGate(roles, gate, [...path, 'gates', gate.code]);
  for (const { effect, path: at } of effectsOf(placed)) {
    if (effect.do === 'escalate') known(roles, effect.role, [...at, 'escalate']);
  }
}

/** Who opens a case, and who alone reads a confidential one. */
function checkCase(roles: Roles, { openedBy, withdrawnBy, readers }: CaseType, path: Path): void {
  if (openedBy !== undefined && openedBy !== 'anyone') known(roles, openedBy, [...path, 'openedBy']);
  withdrawnBy?.forEach((role, index) => known(roles, role, [...path, 'withdrawnBy', index]));
  readers?.forEach((role, index) => known(roles, role, [...path, 'readers', index]));
}

function checkMaterial(roles: Roles, material: Material, path: Path): void {
  if (material.by !== '') known(roles, material.by, [...path, 'by']);
  if (material.author !== undefined) party(roles, material.author, [...path, 'author']);
  if (material.waiver !== undefined) known(roles, material.waiver.by, [...path, 'waiver', 'by']);
}

function checkGate(roles: Roles, gate: Gate, path: Path): void {
  if (gate.waiver !== undefined) known(roles, gate.waiver.by, [...path, 'waiver', 'by']);
  if (gate.check.check === 'parties')
    gate.check.roles.forEach((role, index) => party(roles, role, [...path, 'parties', index]));
}

function known({ roles, note, opener }: Roles, role: string, path: Path): Role | undefined {
  if (Object.hasOwn(roles, role)) return roles[role];
  if (opener === true && role === 'opener') return undefined;
  note('role/unknown', path, `未声明的角色 ${role}`, `the role ${role} is not declared`);
  return undefined;
}

function party(roles: Roles, role: string, path: Path): void {
  const row = known(roles, role, path);
  if (row !== undefined && row.is !== 'party')
    roles.note('role/no-party', path, `${role} 不是参建单位`, `${role} is not a party of the project`);
}

/** A body has no account here, so somebody enters what it decided; everybody else acts in person. */
function checkRole(roles: Roles, key: string, role: Role): void {
  const path = ['roles', key];
  if (role.is === 'body' && role.recordedBy === undefined) {
    roles.note(
      'role/no-recorder',
      path,
      `${key} 无账号,须写明由谁录入 recordedBy`,
      `${key} has no account here: say who records its decisions (recordedBy)`,
    );
  }
  if (role.recordedBy === undefined) return;
  if (role.is !== 'body' && role.is !== 'org')
    roles.note(
      'role/recorder',
      [...path, 'recordedBy'],
      '只有 body、org 可由他人录入',
      'only a body or an org is recorded by another',
    );
  const recorder = known(roles, role.recordedBy, [...path, 'recordedBy']);
  if (recorder !== undefined && recorder.is !== 'post')
    roles.note('role/recorder', [...path, 'recordedBy'], '录入人须为岗位', 'the recorder must be a post');
}

function checkSeats(roles: Roles, step: Step, path: Path): void {
  step.who.forEach((seat, index) =>
    known(roles, seat.role, step.who.length === 1 ? [...path, 'who'] : [...path, 'who', index]),
  );
  const voting = step.who.filter((seat) => seat.votes);
  if (voting.length === 0 && step.does !== 'advise') {
    roles.note('step/no-votes', [...path, 'who'], '没有有表决权的席位', 'no seat of this step votes');
  }
  checkAgree(roles, step, path);
}

/** A rule of agreement can be met, and whoever it names has a vote. */
function checkAgree(roles: Roles, { who, agree }: Step, path: Path): void {
  const voting = who.filter((seat) => seat.votes);
  const certain = voting
    .filter((seat) => seat.when === undefined)
    .reduce((sum, seat) => sum + seat.count * (seat.weight ?? 1), 0);
  if (agree.rule === 'atLeast' && agree.count > certain) {
    roles.note(
      'step/too-few-seats',
      [...path, 'agree'],
      `席位不足 ${agree.count}`,
      `fewer than ${agree.count} seats are sure to vote`,
    );
  }
  if (agree.rule === 'share' && agree.of[0] > agree.of[1]) {
    const share = agree.of.join('/');
    roles.note(
      'step/too-few-seats',
      [...path, 'agree'],
      `${share} 大于全部`,
      `${share} is more than all votes`,
    );
  }
  const named = [...(agree.rule === 'chair' ? [agree.role] : []), ...(agree.veto ?? []), agree.casting];
  for (const role of named) {
    if (role === undefined || voting.some((seat) => seat.role === role)) continue;
    roles.note(
      'step/no-chair',
      [...path, 'agree'],
      `${role} 不在有表决权的席位中`,
      `the chair ${role} has no voting seat`,
    );
  }
}
