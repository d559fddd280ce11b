/** A worker's health over HTTP: it lives, it is ready, and what is missing when it is not. */
import { startWorkerHealth } from '../../telemetry/worker-health';

const place = { host: '127.0.0.1', port: 0 };

test('a worker whose parts are all there is ready; one that misses a part says which', async () => {
  let polling = true;
  const health = await startWorkerHealth(place, () =>
    Promise.resolve({ mongodb: true, temporal: true, polling }),
  );
  const ask = async (path: string) => {
    const answer = await fetch(`http://127.0.0.1:${String(health.port)}${path}`);
    return [answer.status, await answer.json()];
  };
  const parts = { mongodb: true, temporal: true };
  expect(await ask('/livez')).toEqual([200, { live: true }]);
  expect(await ask('/readyz')).toEqual([200, { ready: true, ...parts, polling: true, notReady: [] }]);
  polling = false;
  expect(await ask('/readyz')).toEqual([
    503,
    { ready: false, ...parts, polling: false, notReady: ['polling'] },
  ]);
  expect((await ask('/other'))[0]).toBe(404);
  await health.close();
});
