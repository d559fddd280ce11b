/** What the one-machine launcher reads of the environment: the variables of API and worker, which it fills itself where they are missing, and its own. */
import { homedir } from 'node:os';
import { join } from 'node:path';
import { z } from 'zod';
import {
  address,
  fitTogether,
  flag,
  given,
  mongoAddress,
  parse,
  port,
  processEnvironment,
  secret,
  text,
  variables,
  type Environment,
} from '../config';

const launcherVariables = {
  ...variables,
  MONGODB_URI: mongoAddress.optional(),
  TEMPORAL_ADDRESS: address.optional(),
  TOKEN_SECRET: secret.optional(),
  CHAIN_KEY: secret.optional(),
  HEADS_DIR: text.optional(),
  ALLOW_DEMO_PEOPLE: flag.optional(),
  DATA_DIR: text.default('./data'),
  CACHE_DIR: text.optional(),
  TEMPORAL_PORT: port.default(7233),
  TEMPORAL_UI_PORT: port.default(8233),
  MONGODB_PORT: port.default(27_017),
  PYTHON: text.default('python3'),
} as const;

const launcherSchema = z.object(launcherVariables);

/** The names of all variables, as `.env.example` must list them. */
export const variableNames: readonly string[] = Object.keys(launcherVariables);

/** What the one-machine launcher needs; `chosen` names the variables somebody set, because a chosen port is never replaced. */
export function loadLauncherConfig(env: Environment = processEnvironment()) {
  const read = parse(launcherSchema, env, fitTogether);
  return {
    httpHost: read.HTTP_HOST,
    httpPort: read.HTTP_PORT,
    mongodbUri: read.MONGODB_URI,
    temporalAddress: read.TEMPORAL_ADDRESS,
    temporalNamespace: read.TEMPORAL_NAMESPACE,
    tokenSecret: read.TOKEN_SECRET,
    chainKey: read.CHAIN_KEY,
    headsDir: read.HEADS_DIR,
    allowDemoPeople: read.ALLOW_DEMO_PEOPLE,
    workflowBundle: read.WORKFLOW_BUNDLE,
    dataDir: read.DATA_DIR,
    cacheDir: read.CACHE_DIR ?? join(given(env)['XDG_CACHE_HOME'] ?? join(homedir(), '.cache'), 'govflow'),
    temporalPort: read.TEMPORAL_PORT,
    temporalUiPort: read.TEMPORAL_UI_PORT,
    mongodbPort: read.MONGODB_PORT,
    python: read.PYTHON,
    environment: env,
    chosen: new Set(Object.keys(given(env))),
  } as const;
}

export type LauncherConfig = ReturnType<typeof loadLauncherConfig>;
