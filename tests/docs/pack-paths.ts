/** Rows of written packs by the paths under which pages cite them: `cases.annualPlan.clocks.collecting`, `stages.planning.screen`. */

type Yaml = Readonly<Record<string, unknown>>;
const isYaml = (value: unknown): value is Yaml => typeof value === 'object' && value !== null;

/** A key of a row; a run of the lifecycle and a step of a body by their names. */
function below(holder: unknown, key: string): unknown {
  if (Array.isArray(holder)) return holder.find((row: unknown) => isYaml(row) && row['run'] === key);
  if (!isYaml(holder)) return undefined;
  const phases = isYaml(holder['routes']) ? Object.values(holder['routes']).flat() : [];
  return holder[key] ?? phases.find((row) => isYaml(row) && row['step'] === key);
}

/** What stands at a path of a parsed pack; undefined when nothing does. */
export function rowAt(pack: unknown, path: string): unknown {
  return path.split('.').reduce<unknown>(below, pack);
}

/** Everything a cell of a table writes as code. */
export function quoted(cell: string): string[] {
  return [...cell.matchAll(/`([^`]+)`/gu)].map(([, text = '']) => text);
}
