/** Mistakes in the written form of a pack: keys, articles, values, YAML. */
import type { Planted } from './planted';

export const formMistakes: readonly Planted[] = [
  {
    mistake: 'a key nobody knows',
    replace: 'who: projectOwner, basis: HA-6.1 }',
    by: 'who: projectOwner, colour: red, basis: HA-6.1 }',
    code: 'schema/unknown-key',
  },
  {
    mistake: 'a key nobody knows at the top',
    replace: 'version: 1.4.0',
    by: 'version: 1.4.0\nextends: other@1.0.0',
    code: 'schema/unknown-key',
    at: 'extends:',
  },
  {
    mistake: 'a row without its article',
    replace: 'who: contractor, basis: HA-13.2a }',
    by: 'who: contractor }',
    code: 'basis/missing',
  },
  {
    mistake: 'a note without the article it hangs on',
    replace: 'suspend: { by: [cyberspaceOffice], basis: HA-5.1, note: not-from-text }',
    by: 'suspend: { by: [nobody], note: not-from-text }',
    code: 'role/unknown',
  },
  {
    mistake: 'an article of no declared source',
    replace: 'basis: HA-13.2a }',
    by: 'basis: XT-13.2 }',
    code: 'basis/unknown-source',
  },
  {
    mistake: 'an article written wrongly',
    replace: 'basis: HA-13.2a }',
    by: 'basis: article 13 }',
    code: 'schema/wrong-form',
  },
  {
    mistake: 'a row without English',
    replace: 'zh: 项目申报书, en: application form,',
    by: 'zh: 项目申报书,',
    code: 'schema/missing',
  },
  {
    mistake: 'a unit nobody knows',
    replace: 'is: 5, unit: percent',
    by: 'is: 5, unit: permille',
    code: 'schema/wrong-value',
  },
  {
    mistake: 'a stage kind nobody knows',
    replace: 'kind: trialRun',
    by: 'kind: pilot',
    code: 'schema/wrong-value',
  },
  {
    mistake: 'a fact type nobody knows',
    replace: 'en: total budget, type: money',
    by: 'en: total budget, type: currency',
    code: 'schema/wrong-value',
  },
  {
    mistake: 'an effect nobody knows',
    replace: 'then: [remind, mark,',
    by: 'then: [explode, mark,',
    code: 'schema/wrong-value',
  },
  {
    mistake: 'a name that is no identifier',
    replace: '  budget: { zh',
    by: '  Total-Budget: { zh',
    code: 'schema/bad-name',
  },
  {
    mistake: 'a doubled key',
    replace: 'version: 1.4.0',
    by: 'version: 1.4.0\nversion: 1.4.1',
    code: 'yaml/duplicate-key',
    at: 'version: 1.4.1',
  },
  {
    mistake: 'an alias',
    replace: 'version: 1.4.0',
    by: 'version: &v 1.4.0\nnumber: *v',
    code: 'yaml/alias',
    at: '*v',
  },
  {
    mistake: 'a key of every object',
    replace: '  budget: { zh',
    by: '  constructor: { zh',
    code: 'yaml/reserved-key',
  },
  { mistake: '__proto__', replace: '  budget: { zh', by: '  __proto__: { zh', code: 'yaml/reserved-key' },
  { mistake: 'broken YAML', replace: 'version: 1.4.0', by: 'version: [1.4.0', code: 'yaml/syntax', at: '' },
  {
    mistake: 'a choice without options',
    replace: 'type: choices, options: [software, hardware, operationsMaintenance, other]',
    by: 'type: choices',
    code: 'field/options',
  },
  {
    mistake: 'a share that is no integer',
    replace: 'is: 5, unit: percent',
    by: 'is: 5.5, unit: percent',
    code: 'value/not-integer',
  },
];
