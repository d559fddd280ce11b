/** What the servers of one test run have in common: their addresses in a file, and the running servers for the teardown. */
import { readFileSync } from 'node:fs';
import { z } from 'zod';
import { processEnvironment } from '../../config';
import type { TestServer } from '../../embedded/test-servers';

const RunState = z.object({
  mongodbUri: z.string(),
  temporalAddress: z.string(),
  /** The bundled workflows, or why they could not be bundled. */
  workflowBundlePath: z.string().optional(),
  bundleFault: z.string().optional(),
  folder: z.string(),
});
export type RunState = z.infer<typeof RunState>;

/** Jest's workers are processes of their own; the environment is all they inherit. */
export const stateVariable = 'GOVFLOW_TEST_RIG';

export const running: { servers: TestServer[]; folder: string | undefined } = {
  servers: [],
  folder: undefined,
};

export function readRunState(): RunState {
  const file = processEnvironment()[stateVariable];
  if (file === undefined)
    throw new Error('the rig is not up: this test belongs to the Jest project `servers`');
  return RunState.parse(JSON.parse(readFileSync(file, 'utf8')));
}
