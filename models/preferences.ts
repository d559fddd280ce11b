/** How each person wants to be told, where they chose something. */
import { Schema, model } from 'mongoose';
import { unchosen, type Preferences } from '../domain/notices/preferences';

interface PreferencesDocument extends Partial<Preferences> {
  _id: string;
}

const schema = new Schema<PreferencesDocument>(
  {
    _id: { type: String, required: true },
    mail: String,
    webhook: String,
    muted: { type: [String], default: undefined },
    workFrom: String,
    workTo: String,
  },
  { strict: 'throw', versionKey: false },
);

const PreferencesModel = model('Preferences', schema, 'preferences');

/** What a person chose, and the house's values for the rest. */
export async function findPreferences(person: string): Promise<Preferences> {
  const found = await PreferencesModel.collection.findOne<PreferencesDocument>({ _id: person } as never);
  const { _id: _person, ...chosen } = found ?? { _id: person };
  return { ...unchosen, ...chosen };
}

/** Changes what is given, keeps the rest; gives what holds now. */
export async function savePreferences(person: string, chosen: Partial<Preferences>): Promise<Preferences> {
  if (Object.keys(chosen).length > 0)
    await PreferencesModel.collection.updateOne({ _id: person } as never, { $set: chosen }, { upsert: true });
  return await findPreferences(person);
}
