import type { QueryLanguage, StateType } from '../definition.ts'
import { isObject, type JsonObject } from '../json.ts'
import { checkChoice } from './check-choice.ts'
import { checkExpressions } from './check-expressions.ts'
import type { checkFlow, FlowFacts } from './check-flow.ts'
import { checkJsonata } from './check-jsonata.ts'
import { checkMap } from './check-map.ts'
import { checkRecovery } from './check-recovery.ts'
import { checkTask } from './check-task.ts'
import { checkFail, checkWait } from './check-simple.ts'
import { STATE_FIELDS } from './fields.ts'
import type { Problems } from './problems.ts'

const TYPES: readonly StateType[] = ['Task', 'Pass', 'Choice', 'Wait', 'Succeed', 'Fail', 'Parallel', 'Map']

/** Checks an inner flow; handed down because states contain flows and flows contain states. */
export type CheckFlow = typeof checkFlow

/** Checks one state. `at` is its JSON pointer. */
export function checkState(state: JsonObject, at: string, facts: FlowFacts, inner: CheckFlow): void {
  const { problems } = facts.machine
  const type = TYPES.find((candidate) => candidate === state['Type'])
  if (type === undefined) {
    problems.schema(`The field 'Type' must be one of [${TYPES.join(', ')}]`, `${at}/Type`)
    return
  }
  const language = stateLanguage(state, at, facts)
  const allowed = STATE_FIELDS[language][type]
  for (const field of Object.keys(state)) {
    if (!allowed.has(field)) problems.schema(unsupported(field, type, language), at)
  }
  checkEnding(state, type, at, problems)
  checkRecovery(state, at, language, problems)
  checkExpressions(state, at, language, problems)
  const own: FlowFacts = { ...facts, language }
  if (language === 'JSONata') checkJsonata(state, at, problems)
  if (type === 'Task') checkTask(state, at, own)
  if (type === 'Choice') checkChoice(state, at, own)
  if (type === 'Wait') checkWait(state, at, own)
  if (type === 'Fail') checkFail(state, at, own)
  if (type === 'Map') checkMap(state, at, facts, inner)
  if (type === 'Parallel') checkBranches(state, at, facts, inner)
}

function stateLanguage(state: JsonObject, at: string, { language, machine }: FlowFacts): QueryLanguage {
  const own = state['QueryLanguage']
  if (own === undefined || own === language) return language
  if (own === 'JSONata') return 'JSONata'
  if (own !== 'JSONPath')
    machine.problems.schema("The field 'QueryLanguage' must be one of [JSONPath, JSONata]", `${at}/QueryLanguage`)
  else machine.problems.schema("'QueryLanguage' can not be 'JSONPath' if set to 'JSONata' for whole state machine", at)
  return language
}

function unsupported(field: string, type: StateType, language: QueryLanguage): string {
  const other = language === 'JSONata' ? 'JSONPath' : 'JSONata'
  return STATE_FIELDS[other][type].has(field)
    ? `The QueryLanguage is set to '${language}', but field '${field}' is only supported for the '${other}' QueryLanguage`
    : `Field '${field}' is not supported`
}

function checkEnding(state: JsonObject, type: StateType, at: string, problems: Problems): void {
  if (type === 'Choice' || type === 'Succeed' || type === 'Fail') return
  const { Next, End } = state
  if (End !== undefined && typeof End !== 'boolean') problems.schema("The field 'End' must be a boolean", `${at}/End`)
  if (Next !== undefined && typeof Next !== 'string') problems.schema("The field 'Next' must be a string", `${at}/Next`)
  if (Next !== undefined && End === true)
    problems.schema("A state may have only one of the fields 'Next' and 'End'", at)
  if (Next === undefined && End !== true) problems.schema("A state must have one of the fields 'Next' and 'End'", at)
}

function checkBranches(state: JsonObject, at: string, facts: FlowFacts, inner: CheckFlow): void {
  const { problems } = facts.machine
  const { Branches } = state
  if (!Array.isArray(Branches)) {
    problems.schema("The field 'Branches' is required but was missing", at)
    return
  }
  if (Branches.length === 0) problems.schema("The field 'Branches' must have at least one branch", `${at}/Branches`)
  for (const [index, branch] of Branches.entries()) {
    const location = `${at}/Branches[${index}]`
    if (isObject(branch)) inner(branch, location, facts)
    else problems.schema('A branch must be an object', location)
  }
}
