/** npm run pack -- simulate <pack.yaml> --facts facts.yaml [--choose step=outcome …] [--start YYYY-MM-DD] [--json]: walks a dossier through a draft. */
import { readdirSync } from 'node:fs';
import { join } from 'node:path';
import { parse } from 'yaml';
import { readCalendarFile, toCalendar } from '../domain/clocks/calendar-file';
import { dateOf } from '../domain/clocks/dates';
import { readDossier } from '../domain/simulation/dossier';
import { simulate as simulatePack } from '../domain/simulation/walk';
import { PackFileError, readPackFile, textOfFile } from './pack-file';
import type { PackArgs } from './pack-file';
import { simulationLines } from './pack-simulate-words';
import { tell } from './store';

const calendars = join(__dirname, '..', 'policies', 'calendars');

/** The calendars that are committed: as the seed stores them. */
function readCalendars() {
  const files = readdirSync(calendars).filter((name) => name.endsWith('.yaml'));
  return toCalendar(
    files.flatMap((name) => {
      const read = readCalendarFile(parse(textOfFile(join(calendars, name)), { schema: 'core' }));
      return read.ok ? [read.file] : [];
    }),
  );
}

function readYamlFile(file: string): unknown {
  try {
    return parse(textOfFile(file), { schema: 'core' });
  } catch (error) {
    if (error instanceof PackFileError) throw error;
    const why = error instanceof Error ? error.message : String(error);
    throw new PackFileError(`${file} 不是 YAML / is no YAML: ${why}`);
  }
}

/** `step=outcome`; the same step again is its next visit. What stands on the command line takes the place of the file. */
function choicesOf(written: readonly string[]): Record<string, string[]> {
  const choices: Record<string, string[]> = {};
  for (const choice of written) {
    const [step = '', outcome] = choice.split('=');
    if (outcome === undefined)
      throw new PackFileError(`--choose 须写作 环节=结论 / is written step=outcome: ${choice}`);
    (choices[step] ??= []).push(outcome);
  }
  return choices;
}

function isObject(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

/** The dossier of the file with the choices and the day of the command line. */
function writtenDossier({ facts, choose, start }: PackArgs['options']): unknown {
  const written = facts === undefined ? {} : (readYamlFile(facts) ?? {});
  if (!isObject(written)) return written;
  const inFile = isObject(written['choose']) ? written['choose'] : {};
  const chosen = { ...inFile, ...choicesOf(choose ?? []) };
  return { ...written, choose: chosen, ...(start === undefined ? {} : { start }) };
}

/** The command. It ends with 0 at the end of the road, and with 1 where somebody has to choose or supply something. */
export async function simulate({ files: [file = ''], options }: PackArgs): Promise<number> {
  const pack = await readPackFile(file);
  const { dossier, mistakes } = readDossier(writtenDossier(options), pack, dateOf(new Date().toISOString()));
  if (dossier === null) throw new PackFileError(mistakes.map(({ zh, en }) => `${zh} / ${en}`).join('\n'));
  const simulation = simulatePack(pack, dossier, readCalendars());
  tell(simulation, simulationLines(pack, simulation));
  return simulation.stop.why === 'end' || simulation.stop.why === 'inUse' ? 0 : 1;
}
