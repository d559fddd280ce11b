import mongoose from 'mongoose';
import { rig } from '../rig/rig';
it('x', async () => {
  const c = new mongoose.mongo.MongoClient(rig().mongodbUri('abc'), { serverSelectionTimeoutMS: 3000 });
  for (const e of ['serverHeartbeatFailed','serverHeartbeatStarted','topologyDescriptionChanged','connectionCreated', 'serverHeartbeatSucceeded'] as const) c.on(e, (x: unknown) => console.log(e, JSON.stringify(x), (x as any).failure?.stack));
  await c.connect();
  await c.close();
});
