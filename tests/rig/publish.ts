/** Packs in the database of one test file, whose processes bear numbers that no other test file gives. */
import { randomInt } from 'node:crypto';
import { dateOf } from '../../domain/clocks/dates';
import { scopeOf } from '../../domain/documents/issue';
import type { Pack } from '../../domain/pack/types';
import { casePrefix } from '../../domain/project/new-case';
import { holdNumber } from '../../models/counters';
import { publishPack } from '../../models/packs';

/**
 * Publishes a pack as from the start of 2026. All test files share one Temporal, which knows a process by its number:
 * two of them that both began to count at one would reach each other's processes, so each begins where it likes.
 */
export async function publish(pack: Pack, source = pack.ref.id): Promise<void> {
  await publishPack(pack, { source, publishedBy: 'test', publishedAt: '2026-01-01T00:00:00Z' });
  const today = dateOf(new Date().toISOString());
  const projects = scopeOf(pack.numbering.project, today.slice(0, 4));
  const cases = Object.keys(pack.cases).map((type) => casePrefix(type, null, today));
  for (const scope of [projects, ...cases]) await holdNumber(null, { scope, seq: randomInt(1e9) });
}
