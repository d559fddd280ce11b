/** The people of the demo house: made up, with passwords everybody may know; they log in only where ALLOW_DEMO_PEOPLE is true. */

export interface DemoPerson {
  readonly username: string;
  readonly name: string;
  readonly roleZh: string;
  readonly roleEn: string;
  readonly password: string;
  readonly org: string;
  /** Posts of the demo jurisdiction. */
  readonly posts: readonly string[];
  readonly flags: readonly ('admin' | 'operator' | 'auditor')[];
}

/** The jurisdiction the demo people work in: the id of its policy pack. */
export const demoJurisdiction = 'huaian-approval-bureau';

interface More {
  readonly posts?: readonly string[];
  readonly flags?: DemoPerson['flags'];
}

function person(
  username: string,
  [name, roleZh, roleEn]: readonly [name: string, roleZh: string, roleEn: string],
  org: string,
  more: More = {},
): DemoPerson {
  return {
    username,
    name,
    roleZh,
    roleEn,
    password: `demo-${username}`,
    org,
    posts: more.posts ?? [],
    flags: more.flags ?? [],
  };
}

const cyberspace = { posts: ['cyberspaceOffice'] };
const general = { posts: ['generalOffice'] };
const tech = { posts: ['networkTechOffice'] };
const expert = { posts: ['reviewExpert'] };

export const demoPeople: readonly DemoPerson[] = [
  person('applicant', ['申报员甲', '建设处室经办人', 'project office, clerk'], 'org-project-office'),
  person('owner-lead', ['申报员乙', '建设处室负责人', 'project office, lead'], 'org-project-office'),
  person('cyberspace', ['网信员甲', '网信办', 'Cyberspace Office'], 'org-bureau', cyberspace),
  person(
    'recorder',
    ['网信员乙', '网信办会议记录', 'Cyberspace Office, recorder of meetings'],
    'org-bureau',
    cyberspace,
  ),
  person('general-office', ['办公室甲', '办公室', 'General Office'], 'org-bureau', general),
  person('general-office-2', ['办公室乙', '办公室', 'General Office'], 'org-bureau', general),
  person('tech-office', ['技术员甲', '网络信息技术处', 'Network Technology Office'], 'org-bureau', tech),
  person('tech-office-2', ['技术员乙', '网络信息技术处', 'Network Technology Office'], 'org-bureau', tech),
  person('legal-office', ['法规员甲', '政策法规处', 'Legal Office'], 'org-bureau', {
    posts: ['legalOffice'],
  }),
  person('discipline', ['纪检员甲', '组织人事处(纪检)', 'Discipline Inspection'], 'org-bureau', {
    posts: ['disciplineInspection'],
  }),
  person('data-authority', ['大数据员甲', '大数据部门', 'big data authority'], 'org-data-authority', {
    posts: ['dataAuthority'],
  }),
  person(
    'investment-authority',
    ['发改员甲', '发展改革部门', 'development and reform'],
    'org-investment-authority',
    { posts: ['investmentAuthority'] },
  ),
  person(
    'cryptography-authority',
    ['密码员甲', '密码部门', 'cryptography authority'],
    'org-cryptography-authority',
    { posts: ['cryptographyAuthority'] },
  ),
  person('consultant', ['咨询员甲', '咨询机构', 'consultant'], 'org-consultant'),
  person('contractor', ['承建员甲', '承建单位', 'contractor'], 'org-contractor'),
  person('contractor-deputy', ['承建员乙', '承建单位', 'contractor, deputy'], 'org-contractor'),
  person('supervisor', ['监理员甲', '监理单位', 'supervisor'], 'org-supervisor'),
  person('supervisor-deputy', ['监理员乙', '监理单位', 'supervisor, deputy'], 'org-supervisor'),
  person('audit-company', ['审计员甲', '审计单位', 'audit company'], 'org-auditor'),
  person('test-body', ['测评员甲', '测评机构', 'test body'], 'org-test-body'),
  person('expert-1', ['验收专家甲', '验收专家', 'review expert'], 'org-experts', expert),
  person('expert-2', ['验收专家乙', '验收专家', 'review expert'], 'org-experts', expert),
  person('expert-3', ['验收专家丙', '验收专家', 'review expert'], 'org-experts', expert),
  person('admin', ['系统管理员', '系统管理员', 'administrator'], 'org-operations', { flags: ['admin'] }),
  person('operator', ['运维员甲', '运维人员', 'operator'], 'org-operations', { flags: ['operator'] }),
  person('records-auditor', ['留痕审计员', '留痕审计员', 'reader of the audit trail'], 'org-operations', {
    flags: ['auditor'],
  }),
];

export interface DemoOrg {
  readonly id: string;
  readonly zh: string;
  readonly en: string;
  readonly kind: 'bureau' | 'authority' | 'company';
  readonly qualified?: readonly [
    role: 'consultant' | 'contractor' | 'supervisor' | 'auditor' | 'testBody',
    until: string,
  ];
}

const long = '2039-12-31';

export const demoOrgs: readonly DemoOrg[] = [
  { id: 'org-bureau', zh: '演示行政审批局', en: 'Demo Administrative Approval Bureau', kind: 'bureau' },
  { id: 'org-project-office', zh: '演示信息化建设处室', en: 'Demo project office', kind: 'bureau' },
  { id: 'org-data-authority', zh: '演示大数据部门', en: 'Demo big data authority', kind: 'authority' },
  {
    id: 'org-investment-authority',
    zh: '演示发展改革部门',
    en: 'Demo development and reform authority',
    kind: 'authority',
  },
  {
    id: 'org-cryptography-authority',
    zh: '演示密码部门',
    en: 'Demo cryptography authority',
    kind: 'authority',
  },
  {
    id: 'org-consultant',
    zh: '演示咨询机构',
    en: 'Demo consultant',
    kind: 'company',
    qualified: ['consultant', long],
  },
  {
    id: 'org-consultant-unqualified',
    zh: '演示咨询机构(资质过期)',
    en: 'Demo consultant whose qualification lapsed',
    kind: 'company',
    qualified: ['consultant', '2020-12-31'],
  },
  {
    id: 'org-contractor',
    zh: '演示承建单位',
    en: 'Demo contractor',
    kind: 'company',
    qualified: ['contractor', long],
  },
  {
    id: 'org-supervisor',
    zh: '演示监理单位',
    en: 'Demo supervisor',
    kind: 'company',
    qualified: ['supervisor', long],
  },
  {
    id: 'org-auditor',
    zh: '演示审计单位',
    en: 'Demo audit company',
    kind: 'company',
    qualified: ['auditor', long],
  },
  {
    id: 'org-test-body',
    zh: '演示测评机构',
    en: 'Demo test body',
    kind: 'company',
    qualified: ['testBody', long],
  },
  { id: 'org-experts', zh: '演示专家库', en: 'Demo pool of experts', kind: 'authority' },
  { id: 'org-operations', zh: '演示运维单位', en: 'Demo operations', kind: 'authority' },
];
