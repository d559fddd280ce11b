/** A window in a decision: closed on the eve of its first day, open on that day, and a yearly one by its months. */
import { cityText } from '../../cities/city-text';
import { deciding, must, open, packFrom, personOf, tryAct, unmetCodes, type World } from './world';

const bing = packFrom(cityText('bing.yaml'));
const owner = personOf(bing.ref.id, 'applicant', 'office');
const desk = personOf(bing.ref.id, 'desk', 'hall', 'digitalOffice');

function begun(at: string): World {
  const world = open({ pack: bing, at, case: { type: 'schedule' } });
  const fields = { promised: '2030-01-01', arisen: at };
  must(world, owner, deciding(world, 'begin', { fields }));
  must(world, desk, deciding(world, 'test'));
  return world;
}

function refusedOn(world: World, day: string): string[] {
  world.at = day;
  return unmetCodes(tryAct(world, owner, deciding(world, 'evaluate')));
}

test('fourteen months in use: not on the eve, but on the day itself', () => {
  const world = begun('2026-03-02');
  expect(world.state.clocks['schedule/window']).toMatchObject({ opens: '2027-05-02', due: '2028-06-02' });
  expect(refusedOn(world, '2027-05-01')).toEqual(['clock/not-before']);
  expect(refusedOn(world, '2027-05-02')).toEqual([]);
});

test.each([
  ['2026-07-31', '2026-08-01', '2026-08-31'],
  ['2026-08-31', '2026-08-01', '2026-08-31'],
  ['2026-09-01', '2027-08-01', '2027-08-31'],
])('begun on %s, the window of August runs from %s to %s', (at, opens, due) => {
  expect(begun(at).state.clocks['schedule/inMonth']).toMatchObject({ opens, due });
});
