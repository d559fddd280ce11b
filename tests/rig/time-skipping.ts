/** The time-skipping test server, for tests of what happens after months. */
import { TestWorkflowEnvironment } from '@temporalio/testing';
import { binaryPath } from '../../embedded/test-servers';

/** One environment per test file: its time is shared by everything that runs on it. End it with `teardown()`. */
export async function startTimeSkipping(): Promise<TestWorkflowEnvironment> {
  const path = await binaryPath('temporal-test-server');
  return TestWorkflowEnvironment.createTimeSkipping({
    server: { executable: { type: 'existing-path', path } },
  });
}
