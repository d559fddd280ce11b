/** The activities that tell people: make notices of what was recorded, remind of deadlines, send. Idempotent by the notice's key. */
import { Context, log } from '@temporalio/activity';
import { dateOf } from '../domain/clocks/dates';
import { remindersOf } from '../domain/notices/clock-notices';
import type { About, Addressed, NoticeKind, Words } from '../domain/notices/notice';
import { noticesOf, type World } from '../domain/notices/notices-of';
import { deliveryTime, type Channel } from '../domain/notices/preferences';
import type { ProcessState } from '../domain/project/state';
import { recentCalendar } from '../models/calendars';
import { closeDelivery, handOver, type Outgoing } from '../models/deliveries';
import { findNotice, saveNotices, type Delivery, type Notice } from '../models/notices';
import { findPack } from '../models/packs';
import { findPreferences } from '../models/preferences';
import { pageClocked } from '../models/reminded';
import { listUntold, readUntold, settleUntold, tasksOf, type ToTell } from '../models/untold';
import { findUser, type User } from '../models/users';
import { openDirectory, recipientsOf, type Directory, type Recipient } from './recipients';
import type { Senders } from './senders';

/** Processes told of in one activity. */
const mostAtOnce = 50;
/** Notices handed to one sending workflow. */
const mostSent = 50;

export interface Reminded {
  /** Where to go on, or null at the end. */
  readonly next: string | null;
  readonly notices: number;
}

async function worldOf(state: ProcessState, tasks: World['tasks']): Promise<World> {
  const published = await findPack(state.pack.id, state.pack.version);
  if (published === null) throw new Error(`pack ${state.pack.id}@${state.pack.version} is not stored`);
  return { state, tasks, pack: published.pack };
}

type WaysOut = readonly Channel[];

/** What the notices of one process are saved with. */
interface Saving extends Pick<World, 'state' | 'tasks'> {
  readonly directory: Directory;
  readonly now: string;
  readonly waysOut: WaysOut;
}

async function deliveriesTo(user: User, kind: NoticeKind, { state, now, waysOut }: Saving) {
  if (waysOut.length === 0) return [];
  const [preferences, calendar] = await Promise.all([
    findPreferences(user.id),
    recentCalendar(state.jurisdiction),
  ]);
  return waysOut.flatMap((channel): Delivery[] => {
    if (channel === 'mail' && user.email === undefined) return [];
    const notBefore = deliveryTime({ kind, channel, now }, preferences, calendar);
    return notBefore === null ? [] : [{ channel, state: 'due', notBefore }];
  });
}

function aboutOf({ workflowId, kind, id, name, jurisdiction, readers }: ProcessState): About {
  const about = { workflowId, kind, id, jurisdiction };
  return readers === undefined ? { ...about, name } : about;
}

/** A stand-in is told for whom. */
function textFor({ text }: Addressed, { inPlaceOf: name }: Recipient): Words {
  if (name === undefined) return text;
  return { zh: `${text.zh}\n代理:${name}`, en: `${text.en}\nFor: ${name}` };
}

/** The notices to everybody who is to hear of it. */
async function draft(all: readonly Addressed[], saving: Saving): Promise<Notice[]> {
  const notices: Notice[] = [];
  for (const addressed of all) {
    const { kind, at, title, task = null } = addressed;
    for (const recipient of await recipientsOf(addressed, saving)) {
      const { id: person } = recipient.user;
      notices.push({
        ...{ id: `${addressed.key}@${person}`, person, kind, at, title, task, readAt: null },
        text: textFor(addressed, recipient),
        about: aboutOf(saving.state),
        deliveries: await deliveriesTo(recipient.user, kind, saving),
      });
    }
  }
  return notices;
}

type Telling = Pick<Saving, 'directory' | 'now' | 'waysOut'>;

async function draftOf({ state, lines, tasks }: ToTell, telling: Telling): Promise<Notice[]> {
  const world = await worldOf(state, tasks);
  return await draft(
    lines.flatMap((line) => noticesOf(line, world)),
    { state, tasks, ...telling },
  );
}

interface Drafted extends ToTell {
  readonly notices: readonly Notice[];
}

/** What `work` gives for each process; one for which it fails stays untold and is logged, so that operators see it. */
async function eachOrLog<T extends Pick<ToTell, 'untold'>, R>(
  all: readonly T[],
  work: (one: T) => Promise<R>,
): Promise<R[]> {
  const done: R[] = [];
  // One after the other: people may hear a moment later, decisions taken meanwhile must not wait for it.
  for (const one of all) {
    try {
      done.push(await work(one));
    } catch (error) {
      log.error('nobody was told', { workflowId: one.untold.workflowId, error: String(error) });
    }
  }
  return done;
}

/** Saves all notices in one write, or those of each process on its own where that fails. Gives whose are saved. */
async function saveDrafted(drafted: readonly Drafted[]): Promise<readonly Drafted[]> {
  try {
    await saveNotices(drafted.flatMap(({ notices }) => notices));
    return drafted;
  } catch {
    return await eachOrLog(drafted, async (one) => {
      await saveNotices(one.notices);
      return one;
    });
  }
}

/** True when it went out, or need not any more: it was read, or the person has gone. */
async function sendOne({ id, channel }: Outgoing, senders: Senders): Promise<boolean> {
  const notice = await findNotice(id);
  const isHanded = notice?.deliveries.some((each) => each.channel === channel && each.state === 'handed');
  if (notice === null || isHanded !== true) return false;
  const to = await findUser(notice.person);
  if (to?.active !== true || notice.readAt !== null) return true;
  const send = senders[channel];
  if (send === undefined) throw new Error(`no ${channel} is configured here`);
  await send({ notice, to, sentAt: new Date(Context.current().info.currentAttemptScheduledTimestampMs) });
  return true;
}

/** Binds the activities to the ways out that are configured. `now` is always the workflow's time. */
export function createNotices(senders: Senders) {
  const waysOut = (Object.keys(senders) as Channel[]).sort();
  return {
    /**
     * Makes the notices of some processes with untold lines. Gives how many it told of: none at the end. One that
     * cannot be told of stays untold and does not hold up the others; operators see it.
     */
    async tellSome(now: string): Promise<number> {
      const telling: Telling = { directory: openDirectory(), now, waysOut };
      const drafted = await eachOrLog(await readUntold(await listUntold(mostAtOnce)), async (one) => ({
        ...one,
        notices: await draftOf(one, telling),
      }));
      const saved = await saveDrafted(drafted);
      await settleUntold(saved);
      return saved.length;
    },
    /** Makes the reminders of a page of processes whose clocks run or are overdue. */
    async remindSome(after: string | null, now: string): Promise<Reminded> {
      const { states, next } = await pageClocked(after, mostAtOnce);
      const day = { today: dateOf(now), at: now };
      const directory = openDirectory();
      let notices = 0;
      for (const state of states) {
        const tasks = await tasksOf(state.workflowId);
        const world = await worldOf(state, tasks);
        const calendar = await recentCalendar(state.jurisdiction);
        const reminders = await draft(remindersOf(world, day, calendar), {
          ...{ state, tasks, directory, now, waysOut },
        });
        notices += await saveNotices(reminders);
      }
      return { next, notices };
    },
    /** Takes notices whose time has come for the workflow of that name. */
    handOver: (handedTo: string, now: string): Promise<Outgoing[]> => handOver(handedTo, now, mostSent),
    /** Sends one notice one way. Throws until it is received. */
    async send(outgoing: Outgoing, now: string): Promise<void> {
      if (await sendOne(outgoing, senders)) await closeDelivery(outgoing, { state: 'sent', at: now });
    },
    /** Notes that a notice was given up one way, and why. */
    giveUp: (outgoing: Outgoing, error: string, now: string): Promise<void> =>
      closeDelivery(outgoing, { state: 'dead', at: now, error }),
  };
}

export type NoticeActivities = ReturnType<typeof createNotices>;
