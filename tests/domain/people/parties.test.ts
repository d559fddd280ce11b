/** Parties that watch each other: bound or only signing, they are different organisations and none is the owner's own. */
import { toAcceptance, toAdmission, toAward, toStart, toTrialRun } from '../project/course';
import { deciding, material, must, tryAct, unmetCodes, type World } from '../project/world';

const kinds = ['gradedProtectionReport', 'riskAssessmentReport', 'cryptographyAssessmentReport'];
const admit = (world: World, org: string) => {
  const attach = kinds.map((kind) => material(kind, { verdict: 'passed' }, { org, until: '2099-12-31' }));
  return tryAct(
    world,
    'lead',
    deciding(world, 'admit', { role: 'projectOwner', outcome: 'started', attach }),
  );
};
const bind = (world: World, role: string, org: string, comment?: string) =>
  tryAct(world, 'applicant', {
    type: 'bindParty',
    role,
    org,
    orgZh: org,
    ...(comment === undefined ? {} : { comment }),
  });
const codes = (refusals: ReturnType<typeof bind>) => refusals.map(({ code }) => code);

describe('a security report (HA-12.5b)', () => {
  test.each([
    ['builder', 'contractor'],
    ['watcher', 'supervisor'],
    ['auditors', 'auditor'],
    ['office', 'projectOwner'],
  ])(
    'made by %s, who is the %s, lets nothing into operation though no test body is bound',
    (org, conflict) => {
      const refusals = admit(toAdmission(), org);
      expect(unmetCodes(refusals)).toEqual(['material/author', 'material/author', 'material/author']);
      expect(refusals[0]?.unmet?.[0]?.params).toMatchObject({ conflict });
    },
  );

  test('made by an organisation with no other part is taken', () => {
    expect(admit(toAdmission(), 'testers')).toEqual([]);
  });
});

describe('a party', () => {
  test.each(['contractor', 'supervisor', 'auditor', 'testBody'])('that is the owner is no %s', (role) => {
    const [refusal] = bind(toAward(), role, 'office');
    expect(refusal).toMatchObject({ code: 'duty/party-conflict', params: { other: 'projectOwner' } });
  });

  test('that signed the security reports is not made contractor afterwards', () => {
    const [refusal] = bind(toTrialRun(), 'contractor', 'maker', '更换');
    expect(refusal).toMatchObject({ code: 'duty/party-conflict', params: { other: 'testBody' } });
  });

  test('is changed freely before the contract, with a recorded reason after it', () => {
    expect(bind(toAward(), 'contractor', 'other')).toEqual([]);
    expect(codes(bind(toStart(), 'contractor', 'other'))).toEqual(['task/reason-required']);
    expect(codes(bind(toTrialRun(), 'contractor', 'other', ' '))).toEqual(['task/reason-required']);
    expect(bind(toStart(), 'supervisor', 'watcher')).toEqual([]);
    expect(bind(toAcceptance(), 'contractor', 'builder')).toEqual([]);
    const world = toTrialRun();
    must(world, 'applicant', {
      type: 'bindParty',
      role: 'contractor',
      org: 'other',
      orgZh: '新承建',
      comment: '原承建单位合并',
    });
    expect(world.state.parties['contractor']).toEqual({ org: 'other', zh: '新承建' });
  });
});
