/** A small crowd over all packs at once on real servers; afterwards the record, the views and the workflows agree. */
import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { createApp } from '../../api/app';
import { publishPack } from '../../models/packs';
import { startApi, type ApiRig } from '../api/api-rig';
import { startApiWorker } from '../api/api-worker';
import { openLine } from '../faults/line';
import { packs } from '../walks/packs';
import { agree } from './agree';
import { letAct } from './crowd';
import { seatTown, townOf } from './town';

/** New in every run, and named by the test: put it here to live the same turns again. */
const seed = Date.now() % 1_000_000;
const projects = 30;

let house: ApiRig;
let server: Server;
let stopWorker: () => Promise<void>;

beforeAll(async () => {
  house = await startApi();
  for (const pack of packs)
    await publishPack(pack, {
      source: pack.ref.id,
      publishedBy: 'test',
      publishedAt: '2026-01-01T00:00:00Z',
    });
  stopWorker = await startApiWorker(house.taskQueue);
  server = createServer(createApp(house.api));
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
});
afterAll(async () => {
  server.closeAllConnections();
  await new Promise((resolve) => server.close(resolve));
  await stopWorker();
  await house.close();
});

test(`people at random over all packs: each answered command stands once, record, views and workflows agree (seed ${String(seed)})`, async () => {
  const town = townOf(packs);
  await seatTown(packs, town);
  // A server that listens on TCP has an address with a port.
  const { port } = server.address() as AddressInfo;
  const line = openLine(`http://127.0.0.1:${String(port)}`, undefined, (userId) =>
    house.api.tokens.issue({ userId, tokenVersion: 1 }),
  );
  const lived = await letAct({ line, packs, town, projects, turnsEach: 12, atOnce: 12, seed });
  expect(lived.wrong).toEqual([]);
  // Bounds against an idle crowd, far under what it does: which turns fit is chance.
  expect(lived.commands.length).toBeGreaterThan(projects * 3);
  expect(lived.done.size).toBeGreaterThan(5);
  const agreed = await agree(house.client, lived.commands);
  expect(agreed.faults).toEqual([]);
  expect(agreed.projects).toBe(projects);
}, 600_000);
