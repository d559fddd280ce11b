/** The life of one project under faults: applied for, suspended, returned, complete, on to the review, improved, given up. */
import { join } from 'node:path';
import { randomUUID } from 'node:crypto';
import { z } from 'zod';
import { loadDossier, type Dossier } from '../../demo/dossier';
import type { Line } from './line';

/** A command for one person to send. */
export interface Turn {
  readonly person: string;
  readonly path: string;
  readonly body: unknown;
}

type Fields = Readonly<Record<string, unknown>>;

const created = z.looseObject({ id: z.string() });
const material = z.looseObject({ id: z.string(), sha256: z.string() });
const view = z.looseObject({
  openTasks: z.array(z.looseObject({ id: z.string(), step: z.string(), role: z.string() })),
});

/** The dossier whose materials the projects hand in. */
export function openDossier(): Promise<Dossier> {
  return loadDossier(join(__dirname, '..', '..', 'examples', 'social-governance-platform'));
}

/** Creates a project that may pass the gates of its application; gives its id. */
export async function createProject(line: Line, dossier: Dossier, name: string): Promise<string> {
  const names = ['buildKinds', 'classified', 'budget', 'securityCost', 'supervisionCost', 'auditCost'];
  const facts = Object.fromEntries(names.map((each) => [each, dossier.fact(each)]));
  const body = { jurisdiction: dossier.jurisdiction, name, facts };
  const answer = await line.send('applicant', '/api/projects', body, randomUUID());
  return created.parse(answer.body).id;
}

/** The turns of one life, each to be taken when the one before is answered. They cross a stage and end the project. */
export async function* livesOn(line: Line, dossier: Dossier, project: string): AsyncGenerator<Turn> {
  const hand = async (...names: string[]) => {
    const handed = [];
    for (const name of names) {
      const row = dossier.material(name);
      const file = {
        kind: row.kind,
        fileName: row.file,
        bytes: await dossier.bytes(row),
        fields: row.fields,
      };
      const author = row.author === undefined ? {} : { author: dossier.org(row.author) };
      const answer = await line.upload('applicant', `/api/projects/${project}/materials`, {
        ...file,
        ...author,
      });
      const { id, sha256 } = material.parse(answer.body);
      handed.push({ id, sha256 });
    }
    return { materials: handed };
  };
  const act = (person: string, action: string, more: Fields = {}): Turn => ({
    person,
    path: `/api/projects/${project}/actions`,
    body: { action, ...more },
  });
  const at = async (person: string, step: string, role: string, body: Fields): Promise<Turn> => {
    const { openTasks } = view.parse((await line.get(person, `/api/projects/${project}`)).body);
    const task = openTasks.find((each) => each.step === step && each.role === role);
    if (task === undefined) throw new Error(`${project}: no open task of ${step}/${role}`);
    return { person, path: `/api/tasks/${task.id}/actions`, body };
  };
  const decide = (person: string, step: string, role: string, more: Fields = {}) =>
    at(person, step, role, { action: 'decide', ...more });

  const first = ['applicationForm', 'constructionScheme', 'feasibilityStudy', 'investmentEstimate'];
  const consultant = { role: 'consultant', org: dossier.org('consultant') };
  yield act('applicant', 'bindParty', { fields: consultant });
  yield at('applicant', 'fill', 'projectOwner', { action: 'comment', comment: '材料正在补齐。' });
  yield act('applicant', 'submit', await hand(...first));
  yield act('cyberspace', 'suspend', { comment: '待核实点位。' });
  yield act('cyberspace', 'resume', { comment: '点位已核实。' });
  yield decide('cyberspace', 'check', 'cyberspaceOffice', {
    outcome: 'returned',
    comment: '请核减重复点位。',
  });
  yield decide('applicant', 'fill', 'projectOwner', await hand('constructionScheme'));
  const found = { outcome: 'complete', fields: { major: dossier.fact('major') } };
  yield decide('cyberspace', 'check', 'cyberspaceOffice', found);
  yield decide('tech-office', 'discuss', 'networkTechOffice', { comment: '同意完善后送审。' });
  yield decide('cyberspace', 'discuss', 'cyberspaceOffice', { comment: '同意。' });
  yield decide('applicant', 'improve', 'projectOwner', await hand('improvedScheme'));
  yield act('cyberspace', 'terminate', { comment: '演练结束。' });
}
