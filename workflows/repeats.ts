/** A command sent again under an id that is recorded: answered with what was recorded, never decided a second time. */
import { patched } from '@temporalio/workflow';
import type { Command, CommandResult } from '../domain/project/commands';
import type { Entry } from '../domain/project/events';
import { reused } from './answers';
import type { HeldEntry } from './messages';

/** An entry of the record with the answer its command was given. */
export type Recorded = Entry & { readonly result: CommandResult };

/** How a command is answered. */
export type Answer = { readonly result: CommandResult } | { readonly failure: Error };

/** A command in the queue; its caller waits for the answer. */
export interface Waiting {
  readonly command: Command;
  answer: Answer | undefined;
}

/** Histories begun before copies were known here went to the record with them; they must do so again. Permanent. */
const knowsCopies = 'copies-answered-by-the-run';

/** The answer that the entry under a command's own id gives it: the same again, or no when its content is another. */
function answerOf({ bodyHash }: Command, entry: Recorded): Answer {
  return entry.bodyHash === bodyHash ? { result: entry.result } : { failure: reused() };
}

/** Answers a command from entries, if one of them is its own. Changes nothing and may be asked by a validator. */
export function findAnswer(command: Command, entries: Iterable<Recorded>): Answer | undefined {
  for (const entry of entries) if (entry.commandId === command.id) return answerOf(command, entry);
  return undefined;
}

/** As findAnswer, in a handler: a run that met its first copy under older code keeps to that code when it is replayed. */
export function answerCopy(command: Command, entries: Iterable<Recorded>): Answer | undefined {
  const answer = findAnswer(command, entries);
  return answer !== undefined && patched(knowsCopies) ? answer : undefined;
}

/** Gives each waiting command the answer that one of the entries holds for it. */
export function answerKnown(open: readonly Waiting[], entries: readonly Recorded[]): void {
  for (const waiting of open) waiting.answer = findAnswer(waiting.command, entries);
}

/** What a run recorded or folded since it began. */
export function* heldBy({ held }: { readonly held: readonly HeldEntry[] }): Iterable<Recorded> {
  for (const { entry } of held) yield entry;
}
