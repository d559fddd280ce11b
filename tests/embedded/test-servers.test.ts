/** Checks that the servers the tests stand on are real and keep what was written through kill -9. */
import { Connection } from '@temporalio/client';
import mongoose from 'mongoose';
import { startMongod, type TestMongod } from '../../embedded/test-servers';
import { rig, uniqueName } from '../rig/rig';
import { startTimeSkipping } from '../rig/time-skipping';

describe('the rig', () => {
  it('offers a MongoDB that holds a transaction', async () => {
    const connection = await mongoose.createConnection(rig().mongodbUri(uniqueName('rig'))).asPromise();
    await connection.createCollection('lines');
    await connection.transaction(async (session) => {
      await connection.collection('lines').insertOne({ line: 1 }, { session });
    });
    expect(await connection.collection('lines').countDocuments()).toBe(1);
    await connection.dropDatabase();
    await connection.close();
  });

  it('offers a Temporal that keeps closed runs for ten years', async () => {
    const connection = await Connection.connect({ address: rig().temporalAddress });
    const { config } = await connection.workflowService.describeNamespace({ namespace: 'default' });
    expect(String(config?.workflowExecutionRetentionTtl?.seconds)).toBe(String(3_650 * 86_400));
    await connection.close();
  });

  it('offers a server whose time can be skipped', async () => {
    const environment = await startTimeSkipping();
    const before = await environment.currentTimeMs();
    await environment.sleep('90 days');
    expect((await environment.currentTimeMs()) - before).toBeGreaterThanOrEqual(90 * 86_400_000);
    await environment.teardown();
  });
});

describe('a throw-away mongod', () => {
  let mongod: TestMongod;
  beforeAll(async () => {
    mongod = await startMongod();
  });
  afterAll(async () => {
    await mongod.stop();
  });

  it('has what was acknowledged after kill -9', async () => {
    const client = await new mongoose.mongo.MongoClient(mongod.uri).connect();
    await client.db('kept').collection('lines').insertOne({ line: 1 });
    const before = mongod.pid();
    await mongod.kill9();
    await mongod.restart();
    expect(mongod.pid()).not.toBe(before);
    expect(await client.db('kept').collection('lines').countDocuments()).toBe(1);
    await client.close();
  });
});
