/** What a directory must hold to, row by row. */
import { unsound, type Member } from '../../../domain/people/directory';

const member = (id: string, more: Partial<Member> = {}): Member => ({
  ...{ id, org: 'bureau', admin: false, active: true },
  ...more,
});
const beside = (administrators: number, ...orgs: string[]) => ({ administrators, orgs: new Set(orgs) });

test.each([
  ['nobody changes and an administrator is there', [], beside(1), null],
  ['a member of an organisation that is there', [member('a')], beside(1, 'bureau'), null],
  ['the only administrator is among the members', [member('a', { admin: true })], beside(0, 'bureau'), null],
  [
    'a member of no organisation that is there',
    [member('a'), member('b', { org: 'elsewhere' })],
    beside(1, 'bureau'),
    { is: 'withoutOrg', person: 'b', org: 'elsewhere' },
  ],
  [
    'the last administrator becomes inactive',
    [member('a', { admin: true, active: false })],
    beside(0, 'bureau'),
    { is: 'withoutAdministrator' },
  ],
  ['nobody is an administrator', [member('a')], beside(0, 'bureau'), { is: 'withoutAdministrator' }],
])('%s', (_, members, others, expected) => {
  expect(unsound(members, others)).toEqual(expected);
});
