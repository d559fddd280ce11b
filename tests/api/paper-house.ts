/** A house whose small measure issues two official documents, with the people it takes to get them. */
import type { Pack } from '../../domain/pack/types';
import { findRun } from '../../models/runs';
import { smallPack } from '../workflows/small-pack';
import type { ApiRig } from './api-rig';
import { addPerson, startApi } from './api-rig';
import { startApiWorker } from './api-worker';
import { publish } from '../rig/publish';

const application = smallPack.stages['application']!;
const payment = smallPack.cases['payment']!;
const receipt = { document: 'receipt', after: 'ask.submitted', zh: '收件回执', en: 'receipt' };
const paperPack: Pack = {
  ...smallPack,
  facts: {
    ...smallPack.facts,
    ...{ partner: { type: 'organisation', zh: '协作单位', en: 'partner', due: 'draft', optional: true } },
  },
  // A matter that few may know of, beside the payments that everybody concerned may read.
  cases: {
    payment,
    complaint: { ...payment, name: 'complaint', readers: ['reviewer'], documents: { receipt } },
  },
  stages: {
    ...smallPack.stages,
    application: {
      ...application,
      materials: {
        proposal: {
          kind: 'proposal',
          zh: '项目建议书',
          en: 'proposal',
          due: 'fill',
          by: 'projectOwner',
          fields: {},
          optional: true,
        },
      },
      documents: {
        receipt: { document: 'receipt', after: 'fill.submitted', zh: '受理通知', en: 'receipt' },
        opinion: {
          document: 'opinion',
          after: 'check.complete',
          number: '核〔{year}〕{seq:3}号',
          zh: '核对意见',
          basis: '第九条',
          signs: 'checker',
          to: 'partner',
        },
      },
    },
  },
};

export interface PaperHouse extends ApiRig {
  readonly post: (who: string, path: string, body: object) => ReturnType<ApiRig['http']['post']>;
  readonly get: (who: string, path: string) => ReturnType<ApiRig['http']['get']>;
  /** A project whose application was checked and found complete: both documents are issued. */
  readonly checked: (before?: (id: string) => Promise<void>, more?: object) => Promise<string>;
  /** Decides the open task of a project. */
  readonly decides: (who: string, id: string, outcome?: string, comment?: string) => Promise<void>;
}

/** Starts it, with a worker. */
export async function startPaperHouse(): Promise<PaperHouse> {
  const house = await startApi();
  await publish(paperPack);
  for (const post of ['checker', 'reviewer'])
    await addPerson(post, { org: 'org-bureau', posts: [{ jurisdiction: 'mini', post }] });
  await addPerson('stranger', { org: 'org-elsewhere' });
  const tokens: Record<string, string> = {};
  for (const name of ['clerk', 'checker', 'reviewer', 'stranger']) tokens[name] = await house.tokenOf(name);
  const stopWorker = await startApiWorker(house.taskQueue);
  let keys = 0;
  const post: PaperHouse['post'] = (who, path, body) =>
    house.http
      .post(path)
      .set('authorization', tokens[who] ?? '')
      .set('idempotency-key', `key-${String((keys += 1))}`)
      .send(body);
  const get: PaperHouse['get'] = (who, path) => house.http.get(path).set('authorization', tokens[who] ?? '');
  const decides: PaperHouse['decides'] = async (who, id, outcome, comment) => {
    const tasks = Object.values((await findRun(`project/${id}`))?.state.tasks ?? {});
    const open = tasks.find(({ status }) => status === 'open');
    const body = { action: 'decide', ...(outcome && { outcome }), ...(comment && { comment }) };
    const answer = await post(who, `/api/tasks/${open?.id ?? ''}/actions`, body);
    expect([answer.status, answer.body.code]).toEqual([200, undefined]);
  };
  const checked: PaperHouse['checked'] = async (before, more = {}) => {
    const facts = { budget: 500, ...more };
    const made = await post('clerk', '/api/projects', { jurisdiction: 'mini', name: '试点', facts });
    const id = String(made.body.id);
    await before?.(id);
    expect((await post('clerk', `/api/projects/${id}/actions`, { action: 'submit' })).status).toBe(200);
    await decides('checker', id, 'complete', '材料齐全,同意受理');
    return id;
  };
  const close = async () => {
    await stopWorker();
    await house.close();
  };
  return { ...house, post, get, decides, checked, close };
}
