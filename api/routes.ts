/** The route table: every endpoint of the API, in the order they are documented. */
import type { Route } from './route';
import { actionRoutes } from './routes-actions';
import { batchRoutes } from './routes-batch';
import { caseRoutes } from './routes-cases';
import { directoryRoutes } from './routes-directory';
import { materialRoutes } from './routes-materials';
import { operationRoutes } from './routes-operations';
import { packRoutes } from './routes-packs';
import { projectRoutes } from './routes-projects';
import { readRoutes } from './routes-reads';
import { sessionRoutes } from './routes-session';
import { packMoveRoutes } from './routes-pack-move';
import { tallyRoutes } from './routes-tally';
import { taskRoutes } from './routes-tasks';

export const routes: readonly Route[] = [
  ...sessionRoutes,
  ...packRoutes,
  ...tallyRoutes,
  ...packMoveRoutes,
  ...projectRoutes,
  ...readRoutes,
  ...materialRoutes,
  ...actionRoutes,
  ...batchRoutes,
  ...taskRoutes,
  ...caseRoutes,
  ...directoryRoutes,
  ...operationRoutes,
];
