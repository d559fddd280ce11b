/** Events of other systems (data platform, finance, test bodies): signed, deduplicated, decided and recorded like any act, by the machine's account. */
import { Webhook } from 'standardwebhooks';
import { z } from 'zod';
import { defined } from '../domain/defined';
import { awaitedBy } from '../domain/route/awaited-event';
import { recentUser } from '../models/users';
import { decideOnce, findRecorded } from './decisions';
import { commandIdOf, hashOf } from './idempotency';
import { personOf, type Person } from './person';
import { problem } from './problem';
import { readState, rulesFor } from './process-reads';
import { route, type Ask } from './route';
import { Fields, Id, ResultSchema } from './schemas';
import { taskRefusals } from './routes-actions';

/** A CloudEvent (1.0, structured). `type` is the event's name in the pack, or ends in `.` and that name. */
export const MachineEvent = z
  .strictObject({
    specversion: z.literal('1.0'),
    id: z.string().regex(/^[\x21-\x7e]{1,200}$/u),
    source: Id,
    type: z.string().regex(/^[\w.-]{1,200}$/u),
    subject: z.string().regex(/^(?:project|case)\/[^\s/]{1,100}$/u),
    time: z.iso.datetime({ offset: true }).optional(),
    datacontenttype: z.literal('application/json').optional(),
    data: z
      .strictObject({
        fields: Fields.optional(),
        comment: z.string().max(4000).optional(),
        outcome: Id.optional().describe(
          '环节的结论;不写即最好的结论 · an outcome of the step; the best one when left out',
        ),
      })
      .optional(),
  })
  .meta({ id: 'MachineEvent', description: '其他系统的事件 · An event of another system' });
type MachineEvent = z.output<typeof MachineEvent>;

/** The account behind a signed event; refuses everything else alike, so that nobody learns which part was wrong. */
async function senderOf({ source, id }: MachineEvent, { api, sent }: Ask): Promise<Person> {
  const secret = api.eventSenders.get(source);
  const user = secret === undefined ? null : await recentUser(source);
  if (secret === undefined || user?.active !== true || sent.header('webhook-id') !== id)
    throw problem('event/not-authentic');
  const names = ['webhook-id', 'webhook-timestamp', 'webhook-signature'] as const;
  const headers = Object.fromEntries(names.map((name) => [name, sent.header(name) ?? '']));
  try {
    new Webhook(Buffer.from(secret).toString('base64')).verify(sent.body, headers);
  } catch {
    throw problem('event/not-authentic');
  }
  return personOf(user);
}

const receive = route({
  method: 'post',
  path: '/api/events',
  tag: 'events',
  summary:
    '其他系统的事件 · A signed event of another system completes the step that waits for it (Standard Webhooks, CloudEvents)',
  permit: 'anyone',
  change: 'none',
  body: MachineEvent,
  answers: { 202: z.object({ result: ResultSchema, replayed: z.boolean() }) },
  refuses: [
    'event/not-authentic',
    'event/not-awaited',
    ...taskRefusals,
    'case/not-found',
    'auth/not-permitted',
  ],
  async handle({ body }, asked) {
    const person = await senderOf(body, asked);
    const commandId = commandIdOf(person.actor.id, asked.method, asked.path, body.id);
    const ask: Ask = { ...asked, person, ifMatch: null, key: { commandId, bodyHash: hashOf(body) } };
    const { subject: workflowId, data = {} } = body;
    const state = await readState(ask, workflowId);
    const known = await findRecorded(ask, workflowId);
    if (known !== null) return { status: 202, body: { result: known, replayed: true } };
    const event = body.type.split('.').at(-1) ?? '';
    const wish = { actor: person.actor, event, ...defined({ outcome: data.outcome }) };
    const awaited = awaitedBy(state, await rulesFor(ask, state), wish);
    if (awaited === undefined) throw problem('event/not-awaited', { event, subject: workflowId });
    const { comment = `系统事件 ${event} / machine event ${event}` } = data;
    const { result, isReplay, tidied } = await decideOnce(ask, {
      workflowId,
      shown: [],
      act: () => ({ type: 'decide', ...awaited, comment, ...defined({ fields: data.fields }) }),
    });
    await tidied;
    return { status: 202, body: { result, replayed: isReplay } };
  },
});

export const eventRoutes = [receive];
