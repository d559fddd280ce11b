/** A small measure with a yearly plan: screening, a place in the plan or the government's leave, application; the plan itself as a case. */
export const planningText = `
pack: yearly-plan
version: 1.0.0
measure: { zh: 年度计划办法, en: Measure with a yearly plan, inForce: { from: 2020-01-01, basis: YP-9 } }
sources: { YP: { zh: 年度计划办法, version: 2020-01-01 } }
numbering: { project: 'YP-{year}-{seq:4}', note: not-from-text }

roles:
  projectOwner: { zh: 项目单位, en: project owner, is: party, basis: YP-1 }
  competentAuthority: { zh: 主管部门, en: competent authority, is: org, basis: YP-1 }
  governmentOffice: { zh: 政府办, en: Government Office, is: post, basis: YP-1 }
  government: { zh: 市政府, en: city government, is: body, recordedBy: governmentOffice, basis: YP-4 }
  investmentAuthority: { zh: 投资主管部门, en: investment authority, is: org, basis: YP-4 }

facts:
  urgent: { zh: 情况紧急, en: urgent, type: boolean, due: planning.report, basis: YP-5 }
  planYear: { zh: 计划年度, en: year of the plan, type: integer, due: planning.enlist, basis: YP-3 }

lifecycle:
  - { run: planning, zh: 计划, en: planning, kind: planning, outcomes: { listed: next, bypassed: application, rejected: rejected }, basis: YP-2 }
  - { run: application, zh: 申请, en: application, kind: application, outcomes: { passed: filed }, basis: YP-6 }

stages:
  planning:
    routes:
      screening:
        - { step: report, zh: 报送计划, en: report for the plan, who: projectOwner, basis: YP-3 }
        - { step: plead, zh: 报请不受计划约束, en: request to go without the plan, who: projectOwner, when: urgent, outcomes: { submitted: bypass }, basis: YP-5 }
        - { step: screen, zh: 集约化审核, en: screening, who: competentAuthority, does: decide, outcomes: { passed: next, returned: report, failed: rejected }, basis: YP-2 }
      listing:
        - { step: enlist, zh: 列入年度计划, en: entry in the plan, who: competentAuthority, does: decide, outcomes: { listed: listed, returned: report, refused: rejected }, basis: YP-4 }
      bypass:
        - { step: allow, zh: 市政府批准, en: leave of the government, who: government, does: decide, outcomes: { approved: bypassed, refused: screening }, basis: YP-5 }
    materials:
      planItem: { zh: 项目计划表, en: plan item, due: report, basis: YP-3 }
      issuedPlan: { zh: 年度计划批准文件, en: approved plan, due: enlist.listed, basis: YP-4 }
      governmentLeave: { zh: 政府批准文件, en: leave of the government, due: allow.approved, by: government, basis: YP-5 }
    clocks:
      reporting: { zh: 报送截止, en: report by, kind: deadline, date: 09-30, until: report.submitted, then: [remind, mark], basis: YP-3 }
  application:
    routes:
      main:
        - { step: fill, zh: 申请, en: application, who: projectOwner, basis: YP-6 }
        - { step: check, zh: 核对, en: check, who: competentAuthority, does: decide, outcomes: { complete: passed, returned: fill }, basis: YP-6 }
    gates:
      notInPlan: { before: enter, zh: 未列入年度计划, en: not in the plan, when: not(urgent), ended: planning.listed, basis: YP-4 }

cases:
  annualPlan:
    zh: 年度计划
    en: yearly plan
    openedBy: competentAuthority
    about: year
    basis: YP-4
    facts:
      forYear: { zh: 年度, en: year, type: integer, basis: YP-4 }
      supplementary: { zh: 是否补充计划, en: supplementary plan, type: boolean, basis: YP-4 }
    routes:
      main:
        - { step: collect, zh: 开始收集, en: collection, who: competentAuthority, basis: YP-3 }
        - { step: compile, zh: 编制计划, en: draft of the plan, who: competentAuthority, basis: YP-4 }
        - { step: invest, zh: 报投资主管部门, en: to the investment authority, who: investmentAuthority, does: decide, outcomes: { passed: next, returned: compile }, basis: YP-4 }
        - { step: approve, zh: 市政府批准, en: approval of the government, who: government, does: decide, outcomes: { approved: next, returned: compile }, basis: YP-4 }
        - { step: issue, zh: 下达, en: issue, who: competentAuthority, basis: YP-4 }
    materials:
      planDraft: { zh: 计划草案, en: draft of the plan, due: compile, basis: YP-4 }
    clocks:
      collecting: { zh: 收集截止后方可编制, en: collection closes first, kind: notBefore, from: collect.submitted, until: compile.submitted, date: 10-01, when: not(supplementary), basis: YP-3 }
    outcomes: [issued]
`;
