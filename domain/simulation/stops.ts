/** Why a simulation stops, in words that say what to do next. Pure. */
import { rowWords, wordOf } from '../pack/flow-words';
import type { Step } from '../pack/types';
import type { ProcessState, Task } from '../project/state';
import type { DomainError, Refusal } from '../refusals';
import { refusalCodes } from '../refusal-codes';
import type { Stop } from './scene';
import type { World } from './world';

/** The end of the road: in use, or one of the ends of the pack. */
export function finalStop({ status }: ProcessState): Stop {
  return status === 'inUse'
    ? { why: 'inUse', zh: '项目已投入使用,流程走完。', en: 'The project is in use: the route is walked.' }
    : { why: 'end', zh: `项目结束:${status}。`, en: `The project has ended: ${status}.` };
}

/** Somebody has to choose an outcome. */
export function choiceStop({ pack }: World, step: Step, at: string): Stop {
  const outcomes = step.outcomes.map(({ outcome }) => outcome);
  const options = (language: 'zh' | 'en') =>
    outcomes.map((outcome) => `${outcome}(${wordOf(pack, outcome)[language]})`);
  const first = outcomes[0] ?? '';
  const name = rowWords(step, step.step);
  return {
    why: 'choice',
    at,
    outcomes,
    zh: `${at}(${name.zh})须选择结论:${options('zh').join('、')}。请加 --choose ${at}=${first}。`,
    en: `${at} (${name.en}) needs a choice: ${options('en').join(', ')}. Add --choose ${at}=${first}.`,
  };
}

/** A seat that no organisation is bound to. */
export function nobodyStop({ pack }: World, { role }: Task, at: string): Stop {
  const name = rowWords(pack.roles[role], role);
  return {
    why: 'nobody',
    at,
    zh: `${at} 须由${name.zh}办理,但项目尚未确定该单位。请在资料的 parties 中写明 ${role}。`,
    en: `${at} is for the ${name.en}, and none is bound yet. Name ${role} under parties in the dossier.`,
  };
}

/** The rules refuse: every gate that is not met, and what is missing. */
export function refusedStop(at: string, refusals: readonly Refusal[]): Stop {
  const said = (language: 'zh' | 'en') =>
    refusals.flatMap(({ code, params, unmet }) =>
      unmet === undefined
        ? [`${refusalCodes[code][language]} ${JSON.stringify(params)}`]
        : unmet.map((gate) => {
            const basis = gate.basis === undefined ? '' : ` [${gate.basis}]`;
            const missing = gate.missing.length === 0 ? '' : ` (${gate.missing.join(', ')})`;
            return `${gate[language]}${basis}${missing}`;
          }),
    );
  return {
    why: 'refused',
    at,
    refusals,
    zh: `${at} 被拒绝:${said('zh').join(';')}。补齐资料后再模拟。`,
    en: `${at} is refused: ${said('en').join('; ')}. Complete the dossier and simulate again.`,
  };
}

/** The choices never come to an end. */
export function circleStop(most: number): Stop {
  const count = String(most);
  return {
    why: 'circle',
    zh: `走了 ${count} 个环节仍未结束:所选结论使流程来回打转,请改变选择。`,
    en: `After ${count} steps there is no end: the choices walk in circles. Change one of them.`,
  };
}

/** A rule that cannot be worked out: a mistake of the pack that only running it shows. */
export function faultStop({ code, message }: DomainError): Stop {
  return {
    why: 'fault',
    zh: `规则无法计算(${code}):${message}`,
    en: `A rule cannot be worked out (${code}): ${message}`,
  };
}
