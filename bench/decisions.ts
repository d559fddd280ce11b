/** The product's side: projects that wait in their application, and a decision on each as a person takes it over HTTP. */
import { randomUUID } from 'node:crypto';
import mongoose from 'mongoose';
import type { Dossier } from '../demo/dossier';
import { createProject, livesOn } from '../tests/faults/life';
import type { Line } from '../tests/faults/line';
import type { Template } from './floor-activities';
import type { Caller } from './http';

/** Brings a project to its check: bound, commented on, submitted with its materials. */
async function submitProject(line: Line, dossier: Dossier, name: string): Promise<string> {
  const project = await createProject(line, dossier, name);
  for await (const { person, path, body } of livesOn(line, dossier, project)) {
    const answer = await line.send(person, path, body, randomUUID());
    if (answer.status !== 200) throw new Error(`${path} answered ${answer.status}`);
    if (typeof body === 'object' && body !== null && 'action' in body && body.action === 'submit') break;
  }
  return project;
}

/** Projects to decide on, four made at a time. */
export async function submitProjects(line: Line, dossier: Dossier, count: number): Promise<string[]> {
  const projects: string[] = [];
  const maker = async () => {
    while (projects.length < count) {
      const at = projects.push('') - 1;
      projects[at] = await submitProject(line, dossier, `量测 ${at + 1}`);
    }
  };
  await Promise.all(Array.from({ length: Math.min(4, count) }, maker));
  return projects;
}

/** One decision on the project at a place: suspend and resume in turn, so that no project grows. */
export function decider(caller: Caller, projects: readonly string[]): (place: number) => Promise<unknown> {
  const suspended = new Set<number>();
  return (place) => {
    const at = place % projects.length;
    const action = suspended.has(at) ? 'resume' : 'suspend';
    if (action === 'suspend') suspended.add(at);
    else suspended.delete(at);
    return caller.post(`/api/projects/${projects[at] ?? ''}/actions`, { action, comment: '量测 / bench' });
  };
}

async function readRow(name: string, filter: object, sort: Record<string, 1 | -1> = {}) {
  const found: Record<string, unknown> | null = await mongoose.connection
    .collection(name)
    .findOne(filter, { sort });
  const { _id: _, ...row } = found ?? {};
  return row;
}

/** What the last decision on a project wrote, for the floor to write as much. */
export async function readTemplate(project: string): Promise<Template> {
  const workflowId = `project/${project}`;
  const line = await readRow('records', { workflowId }, { workflowSeq: -1 });
  const rows = await mongoose.connection
    .collection('tasks')
    .find({ workflowId, seq: line['workflowSeq'] })
    .toArray();
  return {
    run: await readRow('runs', { _id: workflowId as never }),
    chain: await readRow('chains', { _id: workflowId as never }),
    view: await readRow('projects', { _id: project as never }),
    line,
    tasks: rows.map(({ _id: _, ...row }) => row),
  };
}
