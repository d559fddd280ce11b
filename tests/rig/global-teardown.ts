/** Ends the servers of the test run and removes what they wrote. */
import { rmSync } from 'node:fs';
import { sharedGuard } from '../../embedded/test-servers';
import { running } from './run-state';

export default async function globalTeardown(): Promise<void> {
  await Promise.all(running.servers.splice(0).map((server) => server.stop()));
  if (running.folder !== undefined) rmSync(running.folder, { recursive: true, force: true });
  sharedGuard().dismiss();
}
