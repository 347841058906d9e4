import { isObject, type Json, type JsonObject } from '../language/json.ts'
import { firstDifference } from './compare.ts'

const PARALLEL_END = new Set(['ParallelStateSucceeded', 'ParallelStateFailed'])

/** The first event that is not what was recorded; undefined when the histories agree. */
export function historyDifference(expected: readonly Json[], actual: readonly Json[]): string | undefined {
  const wanted = canonical(expected)
  const found = canonical(actual)
  if (wanted.length !== found.length)
    return `${found.length} events, expected ${wanted.length}: ${JSON.stringify(found.map(({ type }) => type ?? null))}`
  for (const [index, want] of wanted.entries()) {
    const at = `event ${index + 1} ${JSON.stringify(want['type'])}`
    // Events of parallel branches have no order: any that agrees will do.
    const candidate =
      want['id'] === 0
        ? found.findIndex(
            (got, other) => other >= index && got['id'] === 0 && firstDifference(want, got, at) === undefined,
          )
        : index
    if (candidate > index) [found[index], found[candidate]] = [found[candidate] ?? {}, found[index] ?? {}]
    const difference = firstDifference(want, found[index], at)
    if (difference !== undefined) return difference
  }
  return undefined
}

/**
 * Events in a comparable form. The recordings put what happens inside Parallel into order of text, with its numbers
 * blanked, and leave out the events that end an inner one; previousEventId of MapStateExited varies between them.
 */
function canonical(events: readonly Json[]): JsonObject[] {
  const result: JsonObject[] = []
  const innerStates = new Set<string>()
  let within: JsonObject[] = []
  let isWithin = false
  const flush = (): void => {
    result.push(...within.sort((a, b) => compareText(sortKey(a), sortKey(b))))
    within = []
  }
  for (const event of events) {
    if (!isObject(event)) continue
    const { timestamp: _, ...rest } = event
    const type = typeof rest['type'] === 'string' ? rest['type'] : ''
    const name = stateName(rest)
    if (type === 'MapStateExited') delete rest['previousEventId']
    if (PARALLEL_END.has(type) || (type === 'ParallelStateExited' && innerStates.has(name))) continue
    if (isWithin && type === 'ParallelStateEntered') innerStates.add(name)
    if (type === 'ParallelStateStarted' || type === 'ParallelStateExited' || type.startsWith('Execution')) {
      flush()
      isWithin = type === 'ParallelStateStarted'
      result.push(rest)
    } else if (isWithin) within.push({ ...rest, id: 0, previousEventId: 0 })
    else result.push(rest)
  }
  flush()
  return result
}

function stateName(event: JsonObject): string {
  const details = event['stateEnteredEventDetails'] ?? event['stateExitedEventDetails'] ?? null
  const name: unknown = Reflect.get(Object(details), 'name')
  return typeof name === 'string' ? name : ''
}

function sortKey(event: JsonObject): string {
  const details = Object.entries(event).find(([, value]) => isObject(value))?.[1]
  const named = isObject(details ?? null) ? details : {}
  return `${JSON.stringify(event['type'])} ${JSON.stringify(Reflect.get(Object(named), 'name') ?? Reflect.get(Object(named), 'parameters') ?? '')}`
}

function compareText(a: string, b: string): number {
  if (a === b) return 0
  return a < b ? -1 : 1
}
