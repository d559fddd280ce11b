/** Which errors mean that the store is away (503, the same key tells) and which mean a bug (500). */
import { isStoreOutage } from '../../api/outages';

const named = (name: string, more: object = {}) => Object.assign(new Error(name), { name }, more);

describe('an error of the store', () => {
  it.each([
    ['a driver that finds no server', named('MongoServerSelectionError')],
    ['a connection that broke', named('MongoNetworkError')],
    ['a mongod that is not primary', named('MongoServerError', { code: 10_107 })],
    ['a question given up because it took too long', named('MongoServerError', { code: 50 })],
    [
      'a write that the driver calls passing',
      named('MongoServerError', { errorLabels: ['RetryableWriteError'] }),
    ],
    ['a socket closed a moment before the write', Object.assign(new Error('ended'), { code: 'EPIPE' })],
    ['a socket that was reset', Object.assign(new Error('reset'), { code: 'ECONNRESET' })],
  ])('is an outage when it is %s', (_what, error) => {
    expect(isStoreOutage(error)).toBe(true);
  });

  it.each([
    ['a duplicate key', named('MongoServerError', { code: 11_000 })],
    ['a mistake of the code', new TypeError('x is not a function')],
    ['no error at all', 'EPIPE'],
  ])('is a bug when it is %s', (_what, error) => {
    expect(isStoreOutage(error)).toBe(false);
  });
});
