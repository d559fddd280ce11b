/** An invented city on real servers: its pack is published, time can be skipped, and people act at its steps. */
import type { TestWorkflowEnvironment } from '@temporalio/testing';
import { instantOf, dateOf } from '../../domain/clocks/dates';
import type { Pack } from '../../domain/pack/types';
import type { Act, Actor, Fields, MaterialRef } from '../../domain/project/commands';
import type { ClockState, ProcessState, Task } from '../../domain/project/state';
import type { Refusal } from '../../domain/refusals';
import { findStep } from '../../domain/route/draft';
import { until } from '../../embedded/wait';
import { publishPack } from '../../models/packs';
import { runs } from '../../models/process-schemas';
import { verifyChain } from '../../models/records';
import { packFrom } from '../domain/project/world';
import { uniqueName } from '../rig/rig';
import { startTimeSkipping } from '../rig/time-skipping';
import { cityText } from './city-text';
import { command, common, openUnder, startHouse, stateOf, type House } from '../workflows/house';

export interface City {
  readonly pack: Pack;
  readonly house: House;
  readonly time: TestWorkflowEnvironment;
  close(): Promise<void>;
}

/** Starts the servers of one test file, with the pack published. */
export async function startCity(file: string): Promise<City> {
  const source = cityText(file);
  const pack = packFrom(source);
  const time = await startTimeSkipping();
  const house = await startHouse(time.address);
  await publishPack(pack, { source, publishedBy: 'test', publishedAt: '2020-01-01T00:00:00Z' });
  const close = async () => {
    await house.close();
    await time.teardown();
  };
  return { pack, house, time, close };
}

interface Said {
  /** Only the seats of this role act. */
  readonly role?: string;
  readonly outcome?: string;
  readonly fields?: Fields;
  readonly attach?: readonly MaterialRef[];
}

/** Somebody who holds the key of a task and nothing else: who sits where is staffing, and none of a pack's business. */
function holderOf({ id, role, key, assignee }: Task): Actor {
  const org = key.startsWith('org:') ? key.slice('org:'.length) : `org-${role}`;
  const person = assignee?.id ?? `p-${id}`;
  return { id: person, name: person, org, keys: [key, `person:${person}`] };
}

/** A process of a city and what people do with it. Dates are plain, in Asia/Shanghai. */
export class Process {
  readonly city: City;
  readonly id: string;

  constructor(city: City, id: string) {
    this.city = city;
    this.id = id;
  }

  state(): Promise<ProcessState> {
    return stateOf(this.id);
  }

  /** The run it is in while it goes on, else how it ended. */
  async where(): Promise<string> {
    const { run, status, ended } = await this.state();
    if (status === 'closed') return `closed ${ended.at(-1)?.outcome ?? ''}`;
    return ['outOfScope', 'filed', 'rejected', 'terminated', 'expired', 'retired'].includes(status)
      ? status
      : (run ?? status);
  }

  /** Every open seat of a step (or those of a role) acts, until none is left or the step is closed. */
  async does(step: string, said: Said = {}): Promise<void> {
    const opening = (await this.state()).open?.opening;
    let next = await this.seat(step, said.role, opening);
    if (next === undefined)
      throw new Error(`no open seat ${step} ${said.role ?? ''} in ${await this.where()}`);
    for (let more = said; next !== undefined; next = await this.seat(step, said.role, opening)) {
      await this.act(next, more);
      const { fields: _fields, attach: _attach, ...rest } = more;
      more = rest;
    }
  }

  /** One seat acts, the others of its role stay open. */
  async one(step: string, said: Said = {}): Promise<void> {
    const seat = await this.seat(step, said.role);
    if (seat === undefined)
      throw new Error(`no open seat ${step} ${said.role ?? ''} in ${await this.where()}`);
    await this.act(seat, said);
  }

  /** The codes of unmet gates, or of the refusal, with which a step is refused; none when it is taken. */
  async refused(step: string, said: Said = {}): Promise<string[]> {
    const seat = await this.seat(step, said.role);
    if (seat === undefined) throw new Error(`no open seat ${step} in ${await this.where()}`);
    return codesOf(() => this.act(seat, said));
  }

  /** The roles whose seats are open. */
  async seats(): Promise<string[]> {
    const { tasks } = await this.state();
    return Object.values(tasks).flatMap(({ status, role }) => (status === 'open' ? [role] : []));
  }

  async binds(role: string, org: string): Promise<void> {
    const act: Act = { type: 'bindParty', role, org, orgZh: org };
    await this.city.house.door.act(this.id, command(await this.owner(), act));
  }

  /** Somebody in a post acts on the whole project. */
  async life(type: 'suspend' | 'resume' | 'terminate', post: string): Promise<void> {
    const actor = {
      id: post,
      name: post,
      org: `org-${post}`,
      keys: [`post:${this.city.pack.ref.id}/${post}`],
    };
    await this.city.house.door.act(this.id, command(actor, { type, comment: '依规定' }));
  }

  /** A serious fault in the trial run is reported by the owner. */
  async faultReported(): Promise<void> {
    await this.city.house.door.act(
      this.id,
      command(await this.owner(), { type: 'reportFault', comment: '严重故障' }),
    );
  }

  private async owner(): Promise<Actor> {
    const { owner } = await this.state();
    const { id, name } = owner.person;
    return { id, name, org: owner.org, keys: [`org:${owner.org}`, `person:${id}`] };
  }

  async clock(key: string): Promise<ClockState> {
    const clock = (await this.state()).clocks[key];
    if (clock === undefined) throw new Error(`no clock ${key} in ${this.id}`);
    return clock;
  }

  /** Waits until a condition on the state holds: what the engine does by itself comes a moment later. */
  async becomes(what: (state: ProcessState) => boolean): Promise<ProcessState> {
    const came = await until(async () => what(await this.state()), { deadlineMs: 60_000 });
    if (!came) throw new Error(`it did not become so: ${await this.where()}`);
    return this.state();
  }

  /** Faults of its audit chain: none. */
  async faults(): Promise<readonly unknown[]> {
    return (await verifyChain((await this.state()).subject)).faults;
  }

  private async seat(step: string, role?: string, opening?: number): Promise<Task | undefined> {
    const state = await this.state();
    return Object.values(state.tasks).find(
      (task) =>
        task.status === 'open' &&
        task.step === step &&
        (role === undefined || task.role === role) &&
        (opening === undefined || task.opening === opening),
    );
  }

  private async act(task: Task, { role: _role, ...said }: Said): Promise<void> {
    const { pack, house } = this.city;
    const { kind, caseType, run } = await this.state();
    const body = kind === 'case' ? pack.cases[caseType ?? ''] : pack.stages[run ?? ''];
    const asked = (body === undefined ? undefined : findStep(body, task.step))?.step.findings ?? [];
    const act: Act = {
      ...{ type: 'decide', task: task.id, comment: '意见' },
      ...(asked.length === 0 ? {} : { findings: Object.fromEntries(asked.map((name) => [name, '符合'])) }),
      ...said,
    };
    await house.door.act(this.id, command(holderOf(task), act));
  }
}

/** The codes with which something is refused: those of unmet gates where there are any. */
export async function codesOf(deed: () => Promise<unknown>): Promise<string[]> {
  try {
    await deed();
    return [];
  } catch (error) {
    const { refusals } = error as { refusals?: readonly Refusal[] };
    if (refusals === undefined) throw error;
    return refusals.flatMap(({ code, unmet }) => unmet?.map((gate) => gate.code) ?? [code]).sort();
  }
}

/** A project that has just been drafted. */
export async function begin(city: City, facts: Fields = {}): Promise<Process> {
  const id = uniqueName('X');
  const workflowId = `project/${id}`;
  const input = { workflowId, subject: workflowId, kind: 'project', id, facts } as const;
  await openUnder(city.house, city.pack, { ...startOf(city), ...input });
  return new Process(city, workflowId);
}

function startOf({ pack }: City) {
  return { ...common(), pack: pack.ref, jurisdiction: pack.ref.id };
}

/** A case about a project, or one that stands alone. */
export async function beginCase(
  city: City,
  caseType: string,
  facts: Fields,
  about?: Process,
): Promise<Process> {
  const id = uniqueName('C');
  const workflowId = `case/${id}`;
  const projectId = about?.id.slice('project/'.length);
  await openUnder(city.house, city.pack, {
    ...startOf(city),
    ...{ workflowId, subject: about?.id ?? workflowId, kind: 'case', caseType, id, facts },
    ...(projectId === undefined ? {} : { projectId }),
  });
  return new Process(city, workflowId);
}

/** The case of a type that the engine opened about the same project, once it is there. */
export async function openedCase(about: Process, caseType: string): Promise<Process> {
  const { subject } = await about.state();
  const asked = { 'state.caseType': caseType, 'state.subject': subject };
  const found = async () => (await runs.collection.findOne(asked)) !== null;
  if (!(await until(found, { deadlineMs: 60_000 }))) throw new Error(`no case ${caseType} was opened`);
  return new Process(about.city, String((await runs.collection.findOne(asked))?._id));
}

/** Today in the city, and the days around it. */
export async function today({ time }: City): Promise<string> {
  return dateOf(instantOf(await time.currentTimeMs()));
}
