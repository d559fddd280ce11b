/** The one door to Temporal: sends commands to running processes and turns what comes back into answers or problems. */
import { Client, WithStartWorkflowOperation, WorkflowUpdateFailedError, isGrpcServiceError } from '@temporalio/client';
import { ApplicationFailure, WorkflowNotFoundError, defineUpdate } from './temporal-names';
import type { Pack, Rules } from '../domain/pack/types';
import type { Command, CommandResult } from '../domain/project/commands';
import type { ProcessState } from '../domain/project/state';
import type { Refusal } from '../domain/refusals';
import { setTimeout as pause } from 'node:timers/promises';
import type { EngineDoor } from './ports';
import { Problem, problem } from './problem';
