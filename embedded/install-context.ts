/** What every way of installing a server program is given: where to, with which Python, and whom to tell. */
import type { Environment } from '../config';

export type Report = (zh: string, en: string) => void;

export interface InstallContext {
  readonly cacheDir: string;
  readonly env: Environment;
  readonly python: string;
  readonly report: Report;
}
