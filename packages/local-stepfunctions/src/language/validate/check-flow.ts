import type { QueryLanguage, WorkflowType } from '../definition.ts'
import { isObject, type Json, type JsonObject } from '../json.ts'
import { checkState } from './check-state.ts'
import { checkShadowing, variablesBefore } from './check-variables.ts'
import type { Problems } from './problems.ts'

/** What is known of the whole machine while its parts are checked. */
export interface MachineFacts {
  readonly type: WorkflowType
  readonly problems: Problems
  readonly stateNames: Set<string>
  readonly labels: Set<string>
}

const BRANCH_FIELDS = ['Comment', 'StartAt', 'States']
const PROCESSOR_FIELDS = [...BRANCH_FIELDS, 'ProcessorConfig']

/** Where a check stands. */
export interface FlowFacts {
  readonly machine: MachineFacts
  readonly language: QueryLanguage
  /** The states run in an EXPRESS execution: of the machine, or as children of a Distributed Map. */
  readonly isExpress: boolean
  /** Variables that the flows around this one assign, and that it can see. */
  readonly outerVariables: ReadonlySet<string>
}

/** Checks a flow: its start, its states, and that every state can be reached. `at` is its JSON pointer. */
export function checkFlow(flow: JsonObject, at: string, facts: FlowFacts): void {
  const { problems } = facts.machine
  const { StartAt, States } = flow
  const missing = ['StartAt', 'States'].filter((field) => !Object.hasOwn(flow, field))
  if (missing.length > 0) {
    problems.schema(`These fields are required: [${missing.join(', ')}]`, at === '' ? '/' : at)
    return
  }
  if (!isObject(States ?? null)) {
    problems.schema("The field 'States' must be an object", `${at}/States`)
    return
  }
  const states = Object.entries(States as JsonObject)
  checkFields(flow, at, problems)
  checkShadowing(flow, at, facts)
  if (states.length === 0) problems.schema("The field 'States' must have at least one state", `${at}/States`)
  if (typeof StartAt !== 'string' || !Object.hasOwn(States as JsonObject, StartAt)) {
    problems.transition(
      `Missing 'StartAt' target: ${typeof StartAt === 'string' ? StartAt : JSON.stringify(StartAt)}`,
      `${at}/StartAt`,
    )
  }
  const targets = new Map<string, readonly Transition[]>()
  for (const [name, state] of states) {
    const location = `${at}/States/${name}`
    if (name.length > 80) problems.add('INVALID_STATE_NAME', 'State names must have at most 80 characters', location)
    if (facts.machine.stateNames.has(name))
      problems.add('DUPLICATE_STATE_NAME', `Duplicate State name: ${name}`, location)
    facts.machine.stateNames.add(name)
    if (!isObject(state)) {
      problems.schema('A state must be an object', location)
      continue
    }
    checkState(state, location, { ...facts, outerVariables: visibleInside(flow, name, state, facts) }, checkFlow)
    targets.set(name, transitionsOf(state, location))
  }
  const hasEnd = states.length === 0 || states.some(([, state]) => isTerminal(state))
  checkTransitions(targets, { start: typeof StartAt === 'string' ? StartAt : '', hasEnd }, at, problems)
}

function isTerminal(state: Json): boolean {
  return isObject(state) && (state['End'] === true || state['Type'] === 'Succeed' || state['Type'] === 'Fail')
}

// Only states with flows inside hand variables on.
function visibleInside(flow: JsonObject, name: string, state: JsonObject, facts: FlowFacts): ReadonlySet<string> {
  if (state['Type'] !== 'Parallel' && state['Type'] !== 'Map') return facts.outerVariables
  return new Set([...facts.outerVariables, ...variablesBefore(flow, name)])
}

// The machine itself may have more fields; parse-definition.ts knows them.
function checkFields(flow: JsonObject, at: string, problems: Problems): void {
  if (at === '') return
  const allowed = /\/(ItemProcessor|Iterator)$/.test(at) ? PROCESSOR_FIELDS : BRANCH_FIELDS
  for (const field of Object.keys(flow))
    if (!allowed.includes(field)) problems.schema(`Field '${field}' is not supported`, at)
}

interface Transition {
  readonly to: string
  readonly location: string
}

function transitionsOf(state: JsonObject, at: string): Transition[] {
  const found: Transition[] = []
  const add = (value: unknown, location: string): void => {
    if (typeof value === 'string') found.push({ to: value, location })
  }
  add(state['Next'], `${at}/Next`)
  add(state['Default'], `${at}/Default`)
  for (const field of ['Choices', 'Catch']) {
    const list = state[field]
    if (!Array.isArray(list)) continue
    for (const [index, entry] of list.entries())
      if (isObject(entry)) add(entry['Next'], `${at}/${field}[${index}]/Next`)
  }
  return found
}

function checkTransitions(
  targets: ReadonlyMap<string, readonly Transition[]>,
  { start, hasEnd }: { readonly start: string; readonly hasEnd: boolean },
  at: string,
  problems: Problems,
): void {
  for (const { to, location } of [...targets.values()].flat()) {
    if (!targets.has(to)) problems.transition(`Missing 'Next' target: ${to}`, location)
  }
  const reached = new Set<string>()
  const queue = [start]
  for (let name = queue.pop(); name !== undefined; name = queue.pop()) {
    if (reached.has(name)) continue
    reached.add(name)
    for (const { to } of targets.get(name) ?? []) queue.push(to)
  }
  if (!hasEnd) {
    problems.add('MISSING_END_STATE', 'Workflow has no terminal state')
    return
  }
  if (!targets.has(start)) return
  for (const name of targets.keys()) {
    if (!reached.has(name)) problems.transition(`State "${name}" is not reachable.`, `${at}/States/${name}`)
  }
}
