/** Official numbers. A number is reserved for a command once: the same command gets the same number again. */
import { Schema, model, type ClientSession } from 'mongoose';
import { inTransaction, isDuplicateKey } from './connection';
import { requireReconciled } from './restore-mark';

interface CounterDocument {
  _id: string;
  last: number;
}

interface ReservationDocument {
  _id: string;
  scope: string;
  seq: number;
}

const CounterModel = model(
  'Counter',
  new Schema<CounterDocument>(
    { _id: { type: String, required: true }, last: { type: Number, required: true } },
    { strict: 'throw', versionKey: false },
  ),
  'counters',
);

const ReservationModel = model(
  'Reservation',
  new Schema<ReservationDocument>(
    {
      _id: { type: String, required: true },
      scope: { type: String, required: true },
      seq: { type: Number, required: true },
    },
    { strict: 'throw', versionKey: false },
  ),
  'reservations',
);

export interface Reserved {
  readonly scope: string;
  readonly seq: number;
}

/**
 * The next number of a scope, or the one already reserved by this command, with the scope it was reserved in.
 * Throws AwaitsReconcile while the counters may be older than the numbers that were given.
 */
export async function reserveNumber(commandId: string, scope: string): Promise<Reserved> {
  await requireReconciled();
  const known = await findReservation(commandId);
  if (known !== null) return known;
  try {
    return await inTransaction(async (session) => {
      const seq = await takeNumber(scope, session);
      await ReservationModel.create([{ _id: commandId, scope, seq }], { session });
      return { scope, seq };
    });
  } catch (error) {
    // The same command came twice at once and the other one was first.
    const winner = isDuplicateKey(error) ? await findReservation(commandId) : null;
    if (winner === null) throw error;
    return winner;
  }
}

/** Takes the next number of a scope inside a transaction: aborted with it, so that no number is lost or given twice. */
export async function takeNumber(scope: string, session: ClientSession): Promise<number> {
  const counter = await CounterModel.findOneAndUpdate(
    { _id: scope },
    { $inc: { last: 1 } },
    { upsert: true, returnDocument: 'after', session },
  ).lean<CounterDocument>();
  return counter.last;
}

async function findReservation(commandId: string): Promise<Reserved | null> {
  const found = await ReservationModel.findById(commandId).lean<ReservationDocument>();
  return found === null ? null : { scope: found.scope, seq: found.seq };
}

/** Marks a number as given although its counter does not know: the record came from an older copy. Nobody gets it again. */
export async function holdNumber(commandId: string | null, { scope, seq }: Reserved): Promise<void> {
  await CounterModel.updateOne({ _id: scope }, { $max: { last: seq } }, { upsert: true });
  if (commandId === null) return;
  await ReservationModel.updateOne({ _id: commandId }, { $setOnInsert: { scope, seq } }, { upsert: true });
}
