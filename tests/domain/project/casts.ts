/** How the people of one pack act in a test: they decide open tasks, or are refused, each by the name they have in the cast. */
import type { Pack } from '../../../domain/pack/types';
import type { Actor } from '../../../domain/project/commands';
import { deciding, must, open, tryAct, unmetCodes, type World } from './world';

type More = Parameters<typeof deciding>[2];
type Opening = Omit<NonNullable<Parameters<typeof open>[0]>, 'pack'>;

/** The acts of a cast under its pack. */
export function actingIn<C extends string>(pack: Pack, cast: Readonly<Record<C, Actor>>) {
  return {
    /** Decides the open task of a step; a refusal is an error of the test. */
    does(world: World, who: C, step: string, more: More = {}): void {
      must(world, cast[who], deciding(world, step, more));
    },
    /** Codes of the unmet gates with which deciding a step is refused; none when it is taken. */
    unmet(world: World, who: C, step: string, more: More = {}): string[] {
      return unmetCodes(tryAct(world, cast[who], deciding(world, step, more)));
    },
    /** A project (or case) of the pack that has just been opened. */
    begin: (options: Opening = {}): World => open({ ...options, pack }),
  };
}
