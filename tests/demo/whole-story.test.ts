/** `npm run demo` end to end: real servers, HTTP only, and every answer is what the law says. */
import path from 'node:path';
import { processEnvironment } from '../../config';
import { chapters } from '../../demo/chapters';
import { runCommand } from '../../embedded/run-command';

const root = path.join(__dirname, '..', '..');
/** It needs half a minute alone; other test files run beside it. */
const timeoutMs = 400_000;

describe('the demo', () => {
  it(
    'takes a project from application to the end of its warranty and leaves nothing running',
    async () => {
      const args = ['--import', 'tsx', path.join(root, 'scripts', 'demo.ts'), '--json'];
      const env = { ...processEnvironment(), NODE_ENV: undefined };
      const { output } = await runCommand(process.execPath, args, { env, timeoutMs, cwd: root });
      const story = JSON.parse(output.slice(output.indexOf('{\n')));
      expect(story.problems).toEqual([]);
      expect(story.steps.filter((step: { ok: boolean }) => !step.ok)).toEqual([]);
      expect(new Set(story.steps.map((step: { chapter: string }) => step.chapter))).toEqual(
        new Set(chapters.map((chapter) => chapter.id)),
      );
      expect(story.chain).toEqual({ verified: true });
      expect(story.ok).toBe(true);
    },
    timeoutMs,
  );
});
