/** The floor's one write: a transaction with the documents, sizes and indexes that the record of a decision has. */
import mongoose from 'mongoose';

type Row = Readonly<Record<string, unknown>>;

/** What one decision of the product left in its collections. */
export interface Template {
  readonly run: Row;
  readonly line: Row;
  readonly view: Row;
  readonly chain: Row;
  readonly tasks: readonly Row[];
}

const durable = {
  writeConcern: { w: 'majority', journal: true },
  readConcern: { level: 'snapshot' },
} as const;

type Database = mongoose.Connection;

function collectionOf(database: Database, name: string) {
  return database.collection<Row & { readonly _id: string }>(name);
}

/** Puts the documents of `count` workflows in place, as the product has them before a decision, with its indexes. */
export async function prepareFloor(database: Database, template: Template, count: number): Promise<string[]> {
  for (const name of ['runs', 'chains', 'records', 'projects', 'tasks']) {
    const indexes = await mongoose.connection.collection(name).indexes();
    const own = indexes.flatMap(({ v: _v, ...index }) => (index.name === '_id_' ? [] : [index]));
    if (own.length > 0) await collectionOf(database, name).createIndexes(own);
  }
  const ids = Array.from({ length: count }, (_, index) => `floor-${String(index)}`);
  await collectionOf(database, 'runs').insertMany(ids.map((_id) => ({ ...template.run, _id, seq: 0 })));
  await collectionOf(database, 'chains').insertMany(ids.map((_id) => ({ ...template.chain, _id, seq: 0 })));
  await collectionOf(database, 'projects').insertMany(ids.map((_id) => ({ ...template.view, _id })));
  return ids;
}

const collection = (name: string) => collectionOf(mongoose.connection, name);

/** The write that records decision `seq` of a workflow. */
export function createFloorActivities(template: Template) {
  return {
    async write(id: string, seq: number): Promise<void> {
      const session = await mongoose.connection.startSession();
      try {
        await session.withTransaction(async () => {
          await collection('runs').updateOne(
            { _id: id, seq: seq - 1 },
            { $set: { ...template.run, seq } },
            { session },
          );
          await collection('chains').findOne({ _id: id }, { session });
          const line = { ...template.line, subject: id, seq, workflowId: id, workflowSeq: seq };
          await collection('records').insertMany(
            [{ ...line, _id: `${id}#${String(seq)}`, commandId: `${id}-${String(seq)}` }],
            { session },
          );
          await collection('chains').updateOne(
            { _id: id, seq: seq - 1 },
            { $set: { ...template.chain, seq } },
            { session },
          );
          await collection('projects').replaceOne({ _id: id }, template.view, { session });
          if (template.tasks.length > 0) {
            await collection('tasks').bulkWrite(
              template.tasks.map((row, index) => ({
                replaceOne: { filter: { _id: `${id}-${String(index)}` }, replacement: row, upsert: true },
              })),
              { session, ordered: false },
            );
          }
        }, durable);
      } finally {
        await session.endSession();
      }
    },
  };
}

export type FloorActivities = ReturnType<typeof createFloorActivities>;
