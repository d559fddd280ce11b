/** Feasibility review: discussion, budget check, the party group and three outside reviews; one asks for changes. */
import { act, decide, look } from './acts';
import { standsIn } from './looks';
import type { Chapter, Part, World } from './world';

async function discuss(world: World): Promise<void> {
  await decide(world, {
    who: 'cyberspace',
    step: 'discuss',
    role: 'cyberspaceOffice',
    comment: '统筹前两期资源,明确运维职责。',
    zh: '网信办组织初步研讨,提出意见',
    en: 'The cyberspace office gives its opinion in the first discussion',
  });
  await decide(world, {
    who: 'techOffice',
    step: 'discuss',
    role: 'networkTechOffice',
    comment: '建议分级存储,补充共享接口。',
    zh: '网络信息技术处提出技术意见',
    en: 'The network technology office gives its opinion',
  });
}

async function improveAndBudget(world: World, material: string, round: string): Promise<void> {
  await decide(world, {
    who: 'applicant',
    step: 'improve',
    materials: [material],
    zh: `完善方案(${round})`,
    en: `The owner hands in the improved scheme (${round})`,
  });
  await decide(world, {
    who: 'generalOffice',
    step: 'budgetCheck',
    outcome: 'passed',
    comment: '总预算在年度预算安排之内。',
    fields: { fundLine: world.dossier.fact('fundLine') },
    zh: '办公室预算统筹把关:通过',
    en: 'The general office checks it against the budget: passed',
  });
}

interface Vote {
  readonly who: Part;
  readonly role: string;
  readonly zh: string;
  readonly en: string;
  readonly outcome?: string;
  readonly comment?: string;
  readonly materials?: readonly string[];
}

async function votes(world: World, each: readonly Vote[]): Promise<void> {
  for (const { who, role, zh, en, outcome = 'approved', comment = '同意。', materials = [] } of each) {
    await decide(world, { who, step: 'decide', role, outcome, comment, materials, zh, en });
  }
}

const party: Vote = {
  who: 'recorder',
  role: 'partyGroupMeeting',
  zh: '党组会议审定:同意(附会议纪要)',
  en: 'The party group approves (minutes attached)',
  materials: ['meetingMinutes'],
};
const data: Vote = {
  who: 'dataAuthority',
  role: 'dataAuthority',
  zh: '大数据部门评审:同意',
  en: 'The data authority approves',
};
const investment: Vote = {
  who: 'investmentAuthority',
  role: 'investmentAuthority',
  zh: '发改委评审:同意',
  en: 'The development and reform commission approves',
};
const cryptography: Vote = {
  who: 'cryptographyAuthority',
  role: 'cryptographyAuthority',
  zh: '密码部门评审:同意',
  en: 'The cryptography authority approves',
};

async function suspended(world: World): Promise<void> {
  await act(world, {
    who: 'cyberspace',
    action: 'suspend',
    comment: '年度预算调整,暂停办理。',
    zh: '网信办暂停项目',
    en: 'The cyberspace office suspends the project',
  });
  await decide(world, {
    who: 'cyberspace',
    step: 'divideWork',
    zh: '暂停期间办理环节:拒绝',
    en: 'A decision while suspended: refused',
    expect: { status: 409, code: 'project/suspended' },
  });
  await act(world, {
    who: 'cyberspace',
    action: 'resume',
    comment: '预算调整完成。',
    zh: '网信办恢复项目',
    en: 'The cyberspace office resumes it',
  });
}

export const reviewChapters: readonly Chapter[] = [
  {
    id: 'feasibilityReview',
    zh: '立项评审',
    en: 'Feasibility review',

    async run(world) {
      world.stage = 'feasibilityReview';
      await discuss(world);
      await improveAndBudget(world, 'improvedSchemeFirst', '第一轮 / round 1');
      await votes(world, [
        party,
        data,
        investment,
        {
          who: 'cryptographyAuthority',
          role: 'cryptographyAuthority',
          zh: '密码部门评审:退回,要求补充密码应用方案',
          en: 'The cryptography authority asks for changes: algorithms and key management are missing',
          outcome: 'returned',
          comment: '方案未写明算法、密钥生成和保管,请补充密码应用方案。',
        },
      ]);
      await standsIn(
        world,
        'applicant',
        { stage: 'feasibilityReview', round: 2 },
        {
          zh: '一家要求修改,方案退回完善,开始第二轮',
          en: 'One review asks for changes: back to the scheme, second round',
        },
      );
      await improveAndBudget(world, 'improvedScheme', '第二轮 / round 2');
      await votes(world, [party, data, investment, cryptography]);
      const year = (await world.clock.today()).slice(0, 4);
      await look(world, 'applicant', '', {
        zh: '立项批复已编号',
        en: 'The approval carries its number',
        expect: { status: 200, body: { 'documents.0.number': `淮审批信〔${year}〕1号` } },
      });
      await suspended(world);
      await decide(world, {
        who: 'cyberspace',
        step: 'divideWork',
        zh: '网信办明确职责分工,立项完成',
        en: 'The cyberspace office divides the work: approved',
      });
      await standsIn(
        world,
        'applicant',
        { stage: 'procurement' },
        { zh: '立项批准,进入采购', en: 'Approved: the project is in procurement' },
      );
    },
  },
];
