/** `npm run demo [-- --json] [--until <chapter>]`: a real project from application into use and to the end of its warranty. */
import path from 'node:path';
import { createCast } from '../demo/cast';
import { chapters, tellChapters } from '../demo/chapters';
import { loadDossier } from '../demo/dossier';
import { startHouse, type House } from '../demo/house';
import { printChapter, printEnd, printStep } from '../demo/print';
import { createStory, type StepResult, type Story } from '../demo/story';
import type { World } from '../demo/world';
import { demoPeople } from '../embedded/demo-people';

interface Options {
  readonly json: boolean;
  readonly until?: string;
}

interface Outcome {
  readonly project: string;
  readonly steps: readonly StepResult[];
  readonly chain: { readonly verified: boolean };
  readonly problems: readonly string[];
  readonly ok: boolean;
}

const dossierFolder = path.join(__dirname, '..', 'examples', 'social-governance-platform');
const write = (text: string): void => void process.stdout.write(text);
const reason = (error: unknown): string => (error instanceof Error ? error.message : String(error));

function optionsOf(args: readonly string[]): Options {
  const at = args.indexOf('--until');
  const until = at < 0 ? undefined : args[at + 1];
  if (until !== undefined && !chapters.some((chapter) => chapter.id === until)) {
    throw new Error(`--until: ${chapters.map((chapter) => chapter.id).join(', ')}`);
  }
  return { json: args.includes('--json'), ...(until === undefined ? {} : { until }) };
}

function passwordOf(username: string): string {
  const person = demoPeople.find((each) => each.username === username);
  if (person === undefined) throw new Error(`no demo person ${username}`);
  return person.password;
}

async function worldOf(house: House, story: Story): Promise<World> {
  return {
    story,
    dossier: await loadDossier(dossierFolder),
    clock: house.clock,
    as: createCast(house.baseUrl, passwordOf),
    projectId: '',
    stage: '',
    notes: new Map(),
  };
}

async function tell(house: House, world: World, { json, until }: Options): Promise<string[]> {
  try {
    await tellChapters(world, {
      ...(until === undefined ? {} : { until }),
      before: (chapter) => {
        if (!json) printChapter(chapter, write);
      },
    });
    return [];
  } catch (error) {
    return [reason(error), house.lastWords()].filter((line) => line !== '');
  }
}

async function run(options: Options): Promise<Outcome> {
  const story = createStory((step) => {
    if (!options.json) printStep(step, write);
  });
  const house = await startHouse();
  process.once('SIGINT', () => void house.stop().finally(() => process.exit(130)));
  const problems: string[] = [];
  let project = '';
  let verified = false;
  try {
    const world = await worldOf(house, story);
    problems.push(...(await tell(house, world, options)));
    project = world.projectId;
    const audit = await house.script('scripts/verify-audit.ts');
    verified = audit.ok;
    if (!audit.ok) problems.push(`verify-audit: ${audit.output.trim()}`);
  } catch (error) {
    problems.push(reason(error));
  } finally {
    const left = await house.stop();
    if (left.length > 0) problems.push(`仍在运行 still running: ${left.join(', ')}`);
  }
  const ok = story.ok && verified && problems.length === 0;
  return { project, steps: story.steps, chain: { verified }, problems, ok };
}

async function main(): Promise<void> {
  const options = optionsOf(process.argv.slice(2));
  const outcome = await run(options);
  if (options.json) write(`${JSON.stringify(outcome, null, 2)}\n`);
  else printEnd(outcome, write);
  process.exitCode = outcome.ok ? 0 : 1;
}

main().catch((error: unknown) => {
  process.stderr.write(`${error instanceof Error ? (error.stack ?? error.message) : String(error)}\n`);
  process.exitCode = 1;
});
