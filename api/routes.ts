/** The route table: every endpoint of the API, in the order they are documented. */
import type { Route } from './route';
import { actionRoutes } from './routes-actions';
import { archiveRoutes } from './routes-archive';
import { batchRoutes } from './routes-batch';
import { calendarRoutes } from './routes-calendars';
import { caseRoutes } from './routes-cases';
import { directoryRoutes } from './routes-directory';
import { directoryChangeRoutes } from './routes-directory-changes';
import { filterRoutes } from './routes-filters';
import { handoverRoutes } from './routes-handover';
import { materialRoutes } from './routes-materials';
import { eventRoutes } from './routes-events';
import { noticeRoutes } from './routes-notices';
import { operationRoutes } from './routes-operations';
import { packRoutes } from './routes-packs';
import { projectRoutes } from './routes-projects';
import { readRoutes } from './routes-reads';
import { sessionRoutes } from './routes-session';
import { packMoveRoutes } from './routes-pack-move';
import { statisticsRoutes } from './routes-statistics';
import { substitutionRoutes } from './routes-substitutions';
import { verifyRoutes } from './routes-verify';
import { tallyRoutes } from './routes-tally';
import { taskRoutes } from './routes-tasks';

export const routes: readonly Route[] = [
  ...sessionRoutes,
  ...packRoutes,
  ...tallyRoutes,
  ...packMoveRoutes,
  ...calendarRoutes,
  ...projectRoutes,
  ...readRoutes,
  ...verifyRoutes,
  ...archiveRoutes,
  ...materialRoutes,
  ...actionRoutes,
  ...batchRoutes,
  ...taskRoutes,
  ...filterRoutes,
  ...caseRoutes,
  ...directoryRoutes,
  ...directoryChangeRoutes,
  ...eventRoutes,
  ...noticeRoutes,
  ...substitutionRoutes,
  ...handoverRoutes,
  ...operationRoutes,
  ...statisticsRoutes,
];
