/** The pack of the county data measures bars a department under order wherever the text bars it, and marks what the text does not say. */
import { county as pack } from '../project/data-resources';

const bodies = [...Object.values(pack.stages), ...Object.values(pack.cases)];

describe('the pack of the county data measures', () => {
  it('asks for orders against the department at the application, at the approval and twice at the money (DATA-10.2)', () => {
    const asking = bodies.flatMap(({ name, gates }) =>
      Object.values(gates)
        .filter(({ check }) => check.check === 'noOpen' && check.cases.includes('dutyOrder.department'))
        .map(({ before, basis }) => [name, before, basis]),
    );
    expect(asking).toEqual([
      ['application', 'submit', 'DATA-10.2'],
      ['application', 'approve.approved', 'DATA-10.2'],
      ['fundArrangement', 'submit', 'DATA-10.2'],
      ['fundArrangement', 'arrange.granted', 'DATA-10.2'],
    ]);
  });

  it('says that the day it came into force is not in the text (DATA-29)', () => {
    expect(pack.measure.inForce).toMatchObject({ basis: 'DATA-29', note: 'not-from-text' });
  });

  it('takes no length of time from the text, which gives none', () => {
    const lengths = bodies
      .flatMap((body) => Object.values(body.clocks))
      .filter(({ length }) => length !== undefined);
    expect(lengths.length).toBeGreaterThan(0);
    expect(lengths.filter(({ note, reading }) => note === undefined || reading === undefined)).toEqual([]);
  });

  it('lets one gate go by exception, where the text says in principle (DATA-15.4)', () => {
    const waivable = bodies.flatMap((body) =>
      [...Object.values(body.gates), ...Object.values(body.materials)].filter((row) => row.waiver),
    );
    expect(waivable.map(({ basis }) => basis)).toEqual(['DATA-15.4']);
  });
});
