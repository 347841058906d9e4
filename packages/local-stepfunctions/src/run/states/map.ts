import { queryFailure, StateFailure } from '../../language/failure.ts'
import { isDistributed, processorOf } from '../../language/definition.ts'
import type { Json } from '../../language/json.ts'
import { PathNotFoundError } from '../../language/jsonpath/evaluate-path.ts'
import { parsePath } from '../../language/jsonpath/parse-path.ts'
import { resolvePath } from '../../language/payload-template.ts'
import { evaluateJsonataTemplate, evaluateQuery, expressionIn } from '../../language/jsonata-expression.ts'
import { contextObject } from '../context-object.ts'
import { unexpectedType } from '../jsonata-io.ts'
import { freshProgress } from '../progress.ts'
import type { RunFlow } from '../run-state.ts'
import { emit, emitAside, type MapItem, type Scope, type StateVisit } from '../scope.ts'
import type { StateIo, StateResult } from '../state-io.ts'
import { stall } from '../stall.ts'
import { runTogether } from './together.ts'

/** Most iterations of an inline Map at once (service quotas). */
const INLINE_CONCURRENCY = 40

/** Map, inline or distributed: the result is the list of its iterations' outputs. */
export async function runMap(visit: StateVisit, io: StateIo, runFlow: RunFlow): Promise<StateResult> {
  if (isDistributed(visit.state)) return io.finish(await visit.scope.services.maps.runMap(visit))
  return io.finish(await runInline(visit, io, runFlow))
}

async function runInline(visit: StateVisit, io: StateIo, runFlow: RunFlow): Promise<Json> {
  const { scope, state, name } = visit
  const { progress } = scope
  const limit = await concurrency(visit, io)
  const items = progress.items ?? (await beginInline(visit, io))
  progress.items = items
  progress.children ??= []
  const children = progress.children
  const lastOfSlot: number[] = Array.from({ length: limit }, () => progress.lastEventId)
  const flow = processorOf(state)
  const result = await runTogether<Json>(scope.cancellation, items.length, limit, async (index, cancellation, slot) => {
    const mapItem: MapItem = { Index: index, Value: items[index] ?? null }
    const inner = children[index] ?? (await beginIteration(visit, io, mapItem, lastOfSlot[slot] ?? 0))
    children[index] = inner
    const details = { name, index }
    const innerScope: Scope = {
      ...scope,
      flow,
      progress: inner,
      cancellation,
      mapItem,
      language: flow.QueryLanguage ?? scope.language,
    }
    try {
      const output = await runFlow(innerScope)
      lastOfSlot[slot] = inner.lastEventId
      const id = emitAside(
        scope,
        'MapIterationSucceeded',
        inner.lastEventId,
        'mapIterationSucceededEventDetails',
        details,
      )
      progress.lastEventId = id
      return output
    } catch (error) {
      const event = cancellation.reason === undefined ? 'Failed' : 'Aborted'
      emitAside(scope, `MapIteration${event}`, inner.lastEventId, `mapIteration${event}EventDetails`, details)
      if (event === 'Failed') progress.lastEventId = inner.lastEventId
      throw error
    }
  })
  if ('failure' in result) {
    progress.lastEventId = children[result.index]?.lastEventId ?? progress.lastEventId
    throw result.failure
  }
  emitAside(scope, 'MapStateSucceeded', progress.lastEventId)
  return result.values
}

async function beginInline(visit: StateVisit, io: StateIo): Promise<Json[]> {
  const items = await mapItems(visit, io)
  if (!Array.isArray(items)) throw notAnArray(visit, items)
  emit(visit.scope, 'MapStateStarted', 'mapStateStartedEventDetails', { length: items.length })
  return items
}

async function beginIteration(
  visit: StateVisit,
  io: StateIo,
  item: MapItem,
  previous: number,
): ReturnType<typeof iterationProgress> {
  return iterationProgress(visit, await itemInput(visit, io, item), item.Index, previous)
}

async function iterationProgress({ scope, state, name }: StateVisit, input: Json, index: number, previous: number) {
  const id = emitAside(scope, 'MapIterationStarted', previous, 'mapIterationStartedEventDetails', { name, index })
  return freshProgress(processorOf(state).StartAt, input, scope.progress, id)
}

async function concurrency(visit: StateVisit, io: StateIo): Promise<number> {
  const wanted = (await io.integer('MaxConcurrency')) ?? 0
  if (wanted < 0) return stall(visit)
  return wanted === 0 ? INLINE_CONCURRENCY : Math.min(wanted, INLINE_CONCURRENCY)
}

/** The dataset of a Map state: Items, or what ItemsPath points at. Not checked to be an array. @throws StateFailure */
export async function mapItems(visit: StateVisit, io: StateIo): Promise<Json> {
  const { state, scope } = visit
  const { variables } = scope.progress
  const context = () => contextObject(visit)
  if (visit.language === 'JSONata') {
    const scopeOfQuery = { states: { input: io.input, context: context() }, variables }
    if (typeof state.Items !== 'string')
      return state.Items === undefined ? io.input : evaluateJsonataTemplate(state.Items, 'Items', scopeOfQuery)
    const expression = expressionIn(state.Items) ?? state.Items
    const value = await evaluateQuery(expression, 'Items', scopeOfQuery)
    if (Array.isArray(value) || (isDistributed(state) && typeof value === 'object' && value !== null)) return value
    throw unexpectedType(expression, 'Items', 'array', value)
  }
  try {
    return resolvePath(parsePath(state.ItemsPath ?? '$'), { input: io.input, variables, context })
  } catch (error) {
    if (!(error instanceof PathNotFoundError)) throw error
    throw notAnArray(visit)
  }
}

/** What one iteration starts with: ItemSelector (formerly Parameters), or the item itself. @throws StateFailure */
export function itemInput({ state, language }: StateVisit, io: StateIo, item: MapItem): Promise<Json> {
  if (state.ItemSelector !== undefined) return io.template(state.ItemSelector, 'ItemSelector', item)
  if (language === 'JSONPath' && state.Parameters !== undefined)
    return io.template(state.Parameters, 'Parameters', item)
  return Promise.resolve(item.Value)
}

/** AWS's failure for a dataset that is no list. */
export function notAnArray({ language, state }: StateVisit, found: Json = null): Error {
  if (language === 'JSONata')
    return queryFailure(`Map state input must be an array but was: ${JSON.stringify(found)}`, null)
  return new StateFailure('States.Runtime', `Reference path "${state.ItemsPath ?? '$'}" must point to array.`, {
    own: true,
  })
}
