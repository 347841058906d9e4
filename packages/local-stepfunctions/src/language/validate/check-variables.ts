import { isObject, type Json, type JsonObject } from '../json.ts'
import type { FlowFacts } from './check-flow.ts'

/** One variable that a state assigns on its way to another. */
interface Assignment {
  readonly name: string
  readonly location: string
  /** Where the state goes next when it assigns this; undefined at the end of a flow. */
  readonly next: string | undefined
}

/**
 * The variables that are set, on some way, when a state of a flow begins; without those of the flows around it.
 * What a state assigns itself does not count, unless another way leads back to it.
 */
export function variablesBefore(flow: JsonObject, state: string): ReadonlySet<string> {
  const all = assignments(flow, '')
  const reaching = statesBefore(flow, state)
  return new Set(all.filter(({ next }) => next !== undefined && reaching.has(next)).map(({ name }) => name))
}

/** A variable of an outer flow must not be assigned again inside ("Variable scope", workflow-variables page). */
export function checkShadowing(flow: JsonObject, at: string, { outerVariables, machine }: FlowFacts): void {
  for (const { name, location } of assignments(flow, at)) {
    if (!outerVariables.has(name)) continue
    const message = `The variable name '${name}' was already defined in a parent scope.`
    machine.problems.add('DUPLICATE_VARIABLE_NAME', message, location)
  }
}

// The state itself, and every state from which it can be reached.
function statesBefore(flow: JsonObject, state: string): ReadonlySet<string> {
  const found = new Set([state])
  for (let size = 0; size < found.size; ) {
    size = found.size
    for (const [name, value] of statesOf(flow))
      if (exitsOf(value).some(({ next }) => next !== undefined && found.has(next))) found.add(name)
  }
  return found
}

function assignments(flow: JsonObject, at: string): Assignment[] {
  return statesOf(flow).flatMap(([name, state]) =>
    exitsOf(state).flatMap(({ assign, next, location }) =>
      assign === undefined || !isObject(assign)
        ? []
        : Object.keys(assign).map((key) => ({
            name: key.replace(/\.\$$/, ''),
            location: `${at}/States/${name}${location}/Assign/${key}`,
            next,
          })),
    ),
  )
}

interface Exit {
  readonly assign: Json | undefined
  readonly next: string | undefined
  readonly location: string
}

// A state leaves by its own Next or Default, by a rule of its Choices, or by one of its catchers.
function exitsOf(state: JsonObject): Exit[] {
  const exit = (owner: JsonObject, next: Json | undefined, location: string): Exit => ({
    assign: owner['Assign'],
    next: typeof next === 'string' ? next : undefined,
    location,
  })
  const listed = ['Choices', 'Catch'].flatMap((field) => {
    const list = state[field]
    return Array.isArray(list)
      ? list.flatMap((entry, index) => (isObject(entry) ? [exit(entry, entry['Next'], `/${field}[${index}]`)] : []))
      : []
  })
  return [exit(state, state['Next'] ?? state['Default'], ''), ...listed]
}

function statesOf(flow: JsonObject): [string, JsonObject][] {
  const { States } = flow
  return isObject(States ?? null)
    ? Object.entries(States as JsonObject).filter((entry): entry is [string, JsonObject] => isObject(entry[1]))
    : []
}
