/** What stands is read once for all who ask within two seconds; what this process changes holds at once. */
import mongoose from 'mongoose';
import { circleOf } from '../../domain/people/substitution';
import { connectMongo, disconnectMongo } from '../../models/connection';
import {
  addSubstitution,
  endSubstitution,
  recentlyNaming,
  type Named,
  type Substitution,
} from '../../models/substitutions';
import { rig, uniqueName } from '../rig/rig';

const person = { id: 'ann', name: 'Ann' };
const made = (id: string, key: string): Substitution => ({
  ...{ id, key, name: key, absent: person, only: {}, from: '2026-03-01', until: '2026-03-31', reason: '' },
  ...{ by: person, at: '2026-02-01T00:00:00Z', ended: null },
});
const ended = { by: person, at: '2026-03-02T00:00:00Z', reason: '' };

beforeAll(async () => {
  await connectMongo(rig().mongodbUri(uniqueName('substitutions')));
  await mongoose.connection.db?.command({ profile: 2 });
});
afterAll(async () => {
  await mongoose.connection.db?.command({ profile: 0 });
  await disconnectMongo();
});

const stored = () => mongoose.connection.collection('substitutions');
const reads = () =>
  mongoose.connection
    .collection('system.profile')
    .countDocuments({ ns: `${mongoose.connection.name}.substitutions`, op: 'query' });
const today = () => Promise.resolve('2026-03-02');
const ids = async (...keys: string[]) => (await recentlyNaming(keys, today)).map(({ id }) => id);

test('many who ask within two seconds cost one read, and another process’s end is known after them', async () => {
  const clock = jest.spyOn(performance, 'now');
  try {
    clock.mockReturnValue(10_000_000);
    await addSubstitution(made('S-1', 'person:bob'), () => undefined);
    await addSubstitution(made('S-2', 'post:city/office'), () => undefined);
    const before = await reads();
    const asked = await Promise.all(Array.from({ length: 30 }, () => ids('person:bob')));
    expect(asked).toEqual(Array.from({ length: 30 }, () => ['S-1']));
    expect(await ids('person:bob', 'post:city/office')).toEqual(['S-1', 'S-2']);
    expect(await ids('person:eve')).toEqual([]);
    expect((await reads()) - before).toBe(1);

    await stored().updateOne({ _id: 'S-1' } as never, { $set: { ended } });
    clock.mockReturnValue(10_002_000);
    expect(await ids('person:bob')).toEqual(['S-1']);
    clock.mockReturnValue(10_002_001);
    expect(await ids('person:bob')).toEqual([]);
    expect((await reads()) - before).toBe(2);

    await addSubstitution(made('S-3', 'person:bob'), () => undefined);
    expect(await ids('person:bob')).toEqual(['S-3']);
    await endSubstitution('S-3', ended);
    expect(await ids('person:bob')).toEqual([]);
  } finally {
    clock.mockRestore();
  }
});

test('three at once that would close a circle: two are added, whichever comes last sees them', async () => {
  const circle = ['a', 'b', 'c'].map((from, index) => ({ from, to: ['b', 'c', 'a'][index] ?? '' }));
  const link = ({ absent, key, from, until }: Named) => ({
    ...{ absent: absent.id, substitute: key.slice('person:'.length), from, until },
  });
  for (let round = 0; round < 25; round += 1) {
    const day = `20${String(30 + round)}-01-01`;
    const tries = circle.map(({ from, to }) => {
      const absent = { id: from, name: from };
      const one = { ...made(`C-${String(round)}-${from}`, `person:${to}`), absent, from: day, until: day };
      return addSubstitution(one, (beside) => {
        if (circleOf(link(one), beside.map(link)) !== undefined) throw new Error('circle');
      }).then(
        () => 'added',
        (error: unknown) => String(error),
      );
    });
    expect((await Promise.all(tries)).sort()).toEqual(['Error: circle', 'added', 'added']);
  }
});

test('what must not be added is not, and of two with one id the first stays', async () => {
  const refused = addSubstitution(made('S-4', 'person:dan'), (beside) => {
    expect(beside.map(({ key }) => key)).toContain('post:city/office');
    throw new Error('no');
  });
  await expect(refused).rejects.toThrow('no');
  await addSubstitution({ ...made('S-2', 'person:dan'), name: 'other' }, () => undefined);
  expect(await stored().countDocuments({ key: 'person:dan' })).toBe(0);
});
