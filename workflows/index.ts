/** Every workflow type the worker serves. A name here is a wire name: never renamed. */
export { planning } from './stages/planning';
export { application } from './stages/application';
export { feasibilityReview } from './stages/feasibility-review';
export { procurement } from './stages/procurement';
export { supervision } from './stages/supervision';
export { trialRun } from './stages/trial-run';
export { acceptance } from './stages/acceptance';
export { rectification } from './stages/rectification';
export { operation } from './stages/operation';
export { caseWorkflow } from './case';
export { signChainHeads } from './chain-heads';
export { archiveHistories } from './archive';
export { tellPeople, sendNotices, remindPeople } from './notices';
export { tellCalendar } from './tell-calendar';
export { ringClocks } from './ring-clocks';
