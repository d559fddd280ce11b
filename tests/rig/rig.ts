/** What a test file asks the rig for: the servers of this run, and names that no other test file uses. */
import { randomBytes } from 'node:crypto';
import { readRunState } from './run-state';

export interface Rig {
  readonly mongodbUri: (database: string) => string;
  readonly temporalAddress: string;
  /** For `Worker.create({ workflowBundle })`; the workflows are bundled once per run. */
  readonly workflowBundle: () => { readonly codePath: string };
}

/** The servers every test of the project `servers` shares. */
export function rig(): Rig {
  const state = readRunState();
  return {
    mongodbUri: (database) => state.mongodbUri.replace('/?', `/${database}?`),
    temporalAddress: state.temporalAddress,
    workflowBundle: () => {
      if (state.workflowBundlePath === undefined)
        throw new Error(state.bundleFault ?? 'the workflows were not bundled');
      return { codePath: state.workflowBundlePath };
    },
  };
}

/** A name of its own for a database or a task queue: test files run at the same time on the same servers. */
export function uniqueName(prefix: string): string {
  return `${prefix}-${randomBytes(5).toString('hex')}`;
}
