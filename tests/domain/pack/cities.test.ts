/** Every committed pack has words for all that people read, gives its roles something to do, and marks what its text withholds. */
import { readFileSync, readdirSync } from 'node:fs';
import { join } from 'node:path';
import { policy } from '../project/world';

const folder = join(__dirname, '../../../policies');
const files = readdirSync(folder).filter((file) => file.endsWith('.yaml'));

const verdicts = ['passed', 'passedAfterFixes', 'failed'];

describe.each(files)('%s', (file) => {
  const pack = policy(file);
  const bodies = [...Object.values(pack.stages), ...Object.values(pack.cases)];
  const steps = bodies.flatMap((body) => body.phases.flatMap((phase) => phase.steps));

  it('names the schema for editors in its first line', () => {
    const [first] = readFileSync(join(folder, file), 'utf8').split('\n');
    expect(first).toBe('# yaml-language-server: $schema=./pack.schema.json');
  });

  it('has a word in both languages for every outcome, finding and option, and no other', () => {
    const facts = [pack.facts, ...bodies.map((body) => body.facts)].flatMap((each) => Object.values(each));
    const fields = bodies
      .flatMap((body) => Object.values(body.materials))
      .flatMap((material) => Object.values(material.fields));
    const said = [
      ...steps.flatMap((step) => [...step.outcomes.map(({ outcome }) => outcome), ...step.findings]),
      ...pack.lifecycle.flatMap((row) => row.outcomes.map(({ outcome }) => outcome)),
      ...bodies.flatMap((body) => body.outcomes),
      ...[...facts, ...fields].flatMap(({ type, options }) =>
        type === 'verdict' ? verdicts : (options ?? []),
      ),
    ];
    expect(Object.keys(pack.words ?? {}).sort()).toEqual([...new Set(said)].sort());
  });

  it('gives every role it declares something to do', () => {
    const recorders = Object.values(pack.roles).map(({ recordedBy }) => recordedBy);
    const named = JSON.stringify([pack.stages, pack.cases, recorders]);
    expect(Object.keys(pack.roles).filter((role) => !named.includes(`"${role}"`))).toEqual([]);
  });

  it('says how it read every number that it chose for itself', () => {
    const chosen = bodies
      .flatMap((body) => Object.values(body.clocks))
      .filter(({ note, length }) => note !== undefined && length !== undefined);
    expect(chosen.length).toBeGreaterThan(0);
    expect(chosen.filter(({ reading }) => reading === undefined)).toEqual([]);
  });
});
