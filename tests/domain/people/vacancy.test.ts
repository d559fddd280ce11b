/** Seats nobody can take: which code, in words, and who must act. */
import { decision, reviewOf } from '../rules';
import { acts, applied, given, owner } from '../story';
import { actingKey, unfilledSeats, vacancyOf } from '../../../domain/people/vacancy';

const gone = { id: 'gone', name: '某' };
const pack = reviewOf(
  decision('look', ['supervisor', 'auditor', 'testBody'], { approved: 'approved' }, { inOrder: true }),
);

describe('a seat', () => {
  it.each([
    [{ role: 'office', key: 'post:T/office' }, 'seat/post-vacant', 'admin'],
    [{ role: 'auditor', key: 'party:auditor' }, 'seat/party-unbound', 'projectOwner'],
    [{ role: 'contractor', key: 'org:c1' }, 'seat/organisation-empty', 'admin'],
    [{ role: 'opener', key: 'person:gone' }, 'seat/person-left', 'admin'],
    [{ role: 'office', key: 'post:T/office', assignee: gone }, 'seat/person-left', 'admin'],
  ])('%j that nobody holds is %s, and %s must act', (seat, code, role) => {
    const vacancy = vacancyOf(seat, 0, pack);
    expect(vacancy).toMatchObject({ code, mustAct: { role } });
    expect(vacancy?.zh).toMatch(/[\u4e00-\u9fff]/);
    expect(vacancyOf(seat, 1, pack)).toBeUndefined();
  });

  it('is acted on by the person it is given to, else by the holders of its key', () => {
    expect(actingKey({ key: 'post:T/office' })).toBe('post:T/office');
    expect(actingKey({ key: 'post:T/office', assignee: gone })).toBe('person:gone');
  });
});

describe('unbound parties', () => {
  const story = given(pack, applied);
  const rolesOf = ({ state }: typeof story) => unfilledSeats(state, pack).map(({ role }) => role.role);

  it('are named for open and for waiting seats, until the owner binds them', () => {
    expect(rolesOf(story)).toEqual(['auditor', 'testBody']);
    const bound = story.and(acts(owner, { type: 'bindParty', role: 'auditor', org: 'a1', orgZh: '审计' }));
    expect(rolesOf(bound)).toEqual(['testBody']);
  });
});
