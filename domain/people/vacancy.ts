/** Seats that nobody can take: an open task must not wait for a person who does not exist. What is wrong, and who must act. */
import type { Rules } from '../pack/types';
import type { ProcessState, Task } from '../project/state';
import { supplierOf } from '../gates/report';
import type { Supplier } from '../refusals';
import { isLive } from '../project/task';

export type VacancyCode =
  'seat/party-unbound' | 'seat/post-vacant' | 'seat/organisation-empty' | 'seat/person-left';

export interface Vacancy {
  readonly code: VacancyCode;
  readonly zh: string;
  readonly en: string;
  readonly mustAct: Supplier;
}

/** A seat of a party that no organisation is bound to yet. */
export interface UnfilledSeat {
  readonly task: string;
  readonly step: string;
  readonly role: Supplier;
  /** The act that fills it. */
  readonly action: 'bindParty';
  readonly vacancy: Vacancy;
}

const administrator: Supplier = { role: 'admin', zh: '系统管理员', en: 'an administrator' };

type Seat = Pick<Task, 'role' | 'key' | 'assignee'>;

/** Whoever can act on a task holds this key: the person it is given to, else the holders of its own key. */
export function actingKey({ key, assignee }: Pick<Seat, 'key' | 'assignee'>): string {
  return assignee === undefined ? key : `person:${assignee.id}`;
}

/** Why nobody can act on a task, given how many people hold its acting key; undefined while somebody can. */
export function vacancyCode(seat: Pick<Seat, 'key' | 'assignee'>, holders: number): VacancyCode | undefined {
  if (holders > 0) return undefined;
  const [kind] = actingKey(seat).split(':');
  if (kind === 'party') return 'seat/party-unbound';
  if (kind === 'person') return 'seat/person-left';
  return kind === 'org' ? 'seat/organisation-empty' : 'seat/post-vacant';
}

function wordsOf(code: VacancyCode, { zh, en }: Supplier, owner: Supplier): Omit<Vacancy, 'code'> {
  switch (code) {
    case 'seat/party-unbound':
      return {
        zh: `尚未确定${zh},请${owner.zh}指定单位`,
        en: `No organisation is bound as ${en} yet: ${owner.en} must bind one`,
        mustAct: owner,
      };
    case 'seat/post-vacant':
      return {
        zh: `${zh}目前无人任职,请系统管理员配置人员`,
        en: `Nobody holds the post ${en}: an administrator must appoint somebody`,
        mustAct: administrator,
      };
    case 'seat/organisation-empty':
      return {
        zh: `${zh}的单位在系统中没有可办理的人员,请系统管理员配置人员`,
        en: `The organisation bound as ${en} has no active people here: an administrator must add somebody`,
        mustAct: administrator,
      };
    case 'seat/person-left':
      return {
        zh: `${zh}的办理人已停用,请系统管理员转办或释放`,
        en: `The person who holds this task for ${en} is no longer active: an administrator must reassign or release it`,
        mustAct: administrator,
      };
  }
}

/** What stands in the way of a task that nobody can act on, in words; undefined while somebody can. */
export function vacancyOf(seat: Seat, holders: number, rules: Rules): Vacancy | undefined {
  const code = vacancyCode(seat, holders);
  if (code === undefined) return undefined;
  return { code, ...wordsOf(code, supplierOf(rules, seat.role), supplierOf(rules, 'projectOwner')) };
}

/** The open and waiting seats of parties that are not bound yet. */
export function unfilledSeats(state: ProcessState, rules: Rules): UnfilledSeat[] {
  return Object.values(state.tasks)
    .filter((task) => isLive(task) && task.key.startsWith('party:'))
    .flatMap((task) => {
      const vacancy = vacancyOf(task, 0, rules);
      return vacancy === undefined
        ? []
        : [
            {
              task: task.id,
              step: task.step,
              role: supplierOf(rules, task.role),
              action: 'bindParty' as const,
              vacancy,
            },
          ];
    });
}
