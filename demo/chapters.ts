/** The whole story in order; a test may run any number of its chapters from the beginning. */
import { acceptanceChapters } from './acts-acceptance';
import { applicationChapters } from './acts-application';
import { operationChapters } from './acts-operation';
import { procurementChapters } from './acts-procurement';
import { reviewChapters } from './acts-review';
import { supervisionChapters } from './acts-supervision';
import { trialChapters } from './acts-trial';
import type { Chapter, World } from './world';

export const chapters: readonly Chapter[] = [
  ...applicationChapters,
  ...reviewChapters,
  ...procurementChapters,
  ...supervisionChapters,
  ...trialChapters,
  ...acceptanceChapters,
  ...operationChapters,
];

export interface Telling {
  /** Called before a chapter, and after it, e.g. to throw a server away in between. */
  readonly before?: (chapter: Chapter) => void;
  readonly after?: (chapter: Chapter, world: World) => Promise<void>;
  /** The last chapter to tell; without it all are told. */
  readonly until?: string;
}

/** Tells the chapters in order; the first answer that breaks the story ends it with StoryBroken. */
export async function tellChapters(world: World, telling: Telling = {}): Promise<void> {
  for (const chapter of chapters) {
    telling.before?.(chapter);
    world.story.openChapter(chapter.id, await world.clock.today());
    await chapter.run(world);
    await telling.after?.(chapter, world);
    if (chapter.id === telling.until) return;
  }
}
