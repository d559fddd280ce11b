/** Logs tell what is wrong without telling who it was about. */
import mongoose from 'mongoose';
import { connectMongo, disconnectMongo } from '../../models/connection';
import { plainError } from '../../telemetry/plain-error';
import { rig, uniqueName } from '../rig/rig';

beforeAll(() => connectMongo(rig().mongodbUri(uniqueName('plain'))));
afterAll(() => disconnectMongo());

test('a driver that quotes a name does not get it into the log', async () => {
  const people = mongoose.connection.collection<{ _id: string }>('strangers');
  await people.insertOne({ _id: '张三' });
  const error: unknown = await people.insertOne({ _id: '张三' }).catch((failed: unknown) => failed);
  const told = plainError(error);
  expect(told).toMatchObject({ type: 'MongoServerError', code: 11000 });
  expect(told.message).toMatch(/^E11000 duplicate key error/u);
  expect(JSON.stringify(told)).not.toContain('张三');
  expect(told.stack).toContain('    at ');
});

test.each([
  [new TypeError('没有 "Zhang San" 的单位'), 'Zhang San'],
  [new Error(`cannot read 'zhang.san@example.org' of 李四`), 'zhang.san'],
  ['王五 said no', '王五'],
])('%s keeps its kind and loses what is quoted', (error, name) => {
  expect(JSON.stringify(plainError(error))).not.toContain(name);
  expect(plainError(error).message.length).toBeGreaterThan(0);
});

test('what broke stays readable', () => {
  const error = Object.assign(new Error('connect ECONNREFUSED 127.0.0.1:27017'), { code: 'ECONNREFUSED' });
  expect(plainError(error)).toMatchObject({
    type: 'Error',
    code: 'ECONNREFUSED',
    message: 'connect ECONNREFUSED 127.0.0.1:27017',
  });
});
