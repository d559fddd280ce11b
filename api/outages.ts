/** Knows the errors that mean "a part of the house is away" from those that mean "this is a bug". */

const outages = new Set([
  'MongoServerSelectionError',
  'MongoNetworkError',
  'MongoNetworkTimeoutError',
  'MongoNotConnectedError',
  'MongoOperationTimeoutError',
  'MongoTopologyClosedError',
  'MongooseServerSelectionError',
  'PoolClearedError',
  'PoolClearedOnNetworkError',
  'MongoPoolClearedError',
  'MongoWaitQueueTimeoutError',
  'MongoClientClosedError',
  'MongooseError',
]);

/** Codes of a mongod that is being stopped, is not primary (yet) or cannot reach its set: its own lists of both. */
const stateChanges = new Set<unknown>([
  6, 7, 64, 79, 89, 91, 94, 100, 133, 189, 211, 262, 9001, 10107, 11600, 11602, 13435, 13436,
]);

/** A question that was given up because it took longer than it may (`maxTimeMS`). */
const tookTooLong = 50;

/** What a driver writes on an error that goes away by itself. */
const passing = ['TransientTransactionError', 'UnknownTransactionCommitResult', 'RetryableWriteError'];

function isPassing(error: Error): boolean {
  const labels: unknown = 'errorLabels' in error ? error.errorLabels : [];
  return Array.isArray(labels) && passing.some((label) => labels.includes(label));
}

/** The driver lets an error of the socket through as it is, when the other side closed it a moment before the write. */
const brokenSocket = new Set<unknown>(['EPIPE', 'ECONNRESET', 'ECONNREFUSED', 'ECONNABORTED', 'ETIMEDOUT']);

function isSocketError(error: Error): boolean {
  return 'code' in error && brokenSocket.has(error.code);
}

/** True when MongoDB was away, changing its primary or too slow. */
export function isStoreOutage(error: unknown): boolean {
  if (!(error instanceof Error)) return false;
  const isServerError = error.name === 'MongoServerError' || error.name === 'MongoWriteConcernError';
  const isStateChange =
    isServerError && 'code' in error && (stateChanges.has(error.code) || error.code === tookTooLong);
  return outages.has(error.name) || isStateChange || isPassing(error) || isSocketError(error);
}
