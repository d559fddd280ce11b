/** What an event of a process brings with it by the pack: clocks start and end, documents are issued, effects fall due. */
import { scopeOf } from '../documents/issue';
import { dateOf } from '../clocks/dates';
import { defined } from '../defined';
import { evaluateExpression } from '../pack/feel';
import type { Effect, OfficialDocument } from '../pack/types';
import { applies } from '../project/context';
import type { FieldValue } from '../project/commands';
import type { DueEffect, IssuedDocument } from '../project/follow-ups';
import { DomainError } from '../refusals';
import { clockEvent } from './clock-events';
import { bodyNow, contextNow, emit, type Draft } from './draft';

/** Lets everything that waits for one of these events happen. Names of one moment come together: nothing happens twice. */
export function happened(draft: Draft, ...events: readonly string[]): void {
  for (const event of events) clockEvent(draft, event);
  const body = bodyNow(draft);
  for (const row of Object.values(body.documents)) {
    if (events.includes(row.after) && applies(row, contextNow(draft))) issue(draft, row);
  }
  for (const row of body.consequences) {
    if (events.includes(row.after) && applies(row, contextNow(draft))) {
      dueEffects(draft, row.then, row);
    }
  }
}

function addresseeOf({ to = '' }: OfficialDocument, { facts }: Draft['state']): string | undefined {
  const org = facts[to];
  return typeof org === 'string' ? org : undefined;
}

function issue(draft: Draft, row: OfficialDocument): void {
  const { state, around } = draft;
  const year = dateOf(around.now).slice(0, 4);
  const document: IssuedDocument = {
    id: `${state.id}-D${String((state.documents ?? []).length + 1)}`,
    document: row.document,
    run: state.run ?? state.id,
    issuedAt: around.now,
    ...defined({
      zh: row.zh,
      en: row.en,
      basis: row.basis,
      signs: row.signs,
      to: addresseeOf(row, state),
      scope: row.number === undefined ? undefined : scopeOf(row.number, year),
    }),
  };
  emit(draft, { type: 'documentIssued', document });
}

/** The key of the next effect of a process. */
export function effectKey({ workflowId, effectCount = 0 }: Draft['state']): string {
  return `${workflowId}/effect-${String(effectCount + 1)}`;
}

interface Why {
  readonly zh?: string;
  readonly basis?: string;
}

/** Puts the effects that reach beyond this decision into the state; the workflow carries each out and records that it did. */
export function dueEffects(draft: Draft, effects: readonly Effect[], { zh, basis }: Why): void {
  for (const effect of effects) {
    const deed = deedOf(draft, effect);
    if (deed === undefined) continue;
    const reason = `${draft.state.name}${zh === undefined ? '' : ` ${zh}`}`;
    emit(draft, {
      type: 'effectDue',
      effect: {
        key: effectKey(draft.state),
        deed,
        reason,
        ...defined({ basis }),
      },
    });
  }
}

/** Reminders, marks and escalations belong to the clock that ran out; they reach nobody's process. */
function deedOf(draft: Draft, effect: Effect): DueEffect['deed'] | undefined {
  switch (effect.do) {
    case 'suspend':
    case 'resume':
      return { do: effect.do };
    case 'end':
      return { do: 'end', end: effect.end };
    case 'open':
      return { do: 'open', case: effect.case };
    case 'set': {
      const result = evaluateExpression(effect.to, contextNow(draft));
      if ('fault' in result) throw new DomainError('rule/fault', `${effect.to.feel}: ${result.fault}`);
      // What a condition language computes is plain JSON; an undecided value takes the fact back.
      const value = 'value' in result ? (result.value as FieldValue) : null;
      return { do: 'set', fact: effect.fact, value };
    }
    case 'remind':
    case 'mark':
    case 'escalate':
      return undefined;
  }
}
