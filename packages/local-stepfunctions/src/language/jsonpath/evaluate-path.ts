import { getKey, isObject, type Json } from '../json.ts'
import { matchesFilter } from './evaluate-filter.ts'
import { isDefinite, type Path, type PathFunction, type Segment } from './path.ts'

/** A definite path led nowhere. `detail` is the wording of the JSONPath library behind AWS. */
export class PathNotFoundError extends Error {
  readonly path: string
  readonly detail: string

  constructor(path: string, detail: string) {
    super(`path "${path}" leads nowhere: ${detail}`)
    this.name = 'PathNotFoundError'
    this.path = path
    this.detail = detail
  }
}

/**
 * What a path selects in a document: one value for a definite path, an array for any other.
 * @throws PathNotFoundError when a definite path leads nowhere
 */
export function evaluatePath(path: Path, document: Json): Json {
  if (path.call !== undefined) return evaluateCall(path, document)
  if (!path.definite) return selectAll(path.segments, document, document)
  let value = document
  for (const [index, segment] of path.segments.entries()) {
    const next = step(segment, value)
    if (next === undefined) throw new PathNotFoundError(path.text, describeMiss(path.segments, index))
    value = next
  }
  return value
}

// On AWS, sum(), avg(), min() and max() never match, because the service hands the library numbers that it does not
// recognise (re:Post, QUYiQKP0XfThWEc_ahsMnLOA).
function evaluateCall(path: Path, document: Json): Json {
  const { call, ...inner } = path
  const value = evaluatePath({ ...inner, definite: isDefinite(path.segments) }, document)
  const result = callOn(call, value)
  if (result === undefined) throw new PathNotFoundError(path.text, `No results for path: ${path.text}`)
  return result
}

function callOn(call: PathFunction | undefined, value: Json): Json | undefined {
  if (call === 'length' || call === 'size')
    return Array.isArray(value) ? value.length : isObject(value) ? Object.keys(value).length : null
  if (call === 'keys') return isObject(value) ? Object.keys(value) : undefined
  if (!Array.isArray(value)) return undefined
  if (call === 'first') return value[0]
  return call === 'last' ? value.at(-1) : undefined
}

/** Like `evaluatePath`, but undefined instead of an error. */
export function findPath(path: Path, document: Json): Json | undefined {
  try {
    return evaluatePath(path, document)
  } catch (error) {
    if (error instanceof PathNotFoundError) return undefined
    throw error
  }
}

function step(segment: Segment, value: Json): Json | undefined {
  if (segment.kind === 'key' && isObject(value)) return getKey(value, segment.keys[0] ?? '')
  if (segment.kind === 'index' && Array.isArray(value)) return value.at(segment.indexes[0] ?? 0)
  return undefined
}

function describeMiss(segments: readonly Segment[], index: number): string {
  const walked = `$${segments
    .slice(0, index + 1)
    .map(canonical)
    .join('')}`
  const isLast = index === segments.length - 1
  if (segments[index]?.kind === 'index') return `Index out of bounds when evaluating path ${walked}`
  return isLast ? `No results for path: ${walked}` : `Missing property in path ${walked}`
}

function canonical(segment: Segment): string {
  if (segment.kind === 'key') return `['${segment.keys[0] ?? ''}']`
  return segment.kind === 'index' ? `[${segment.indexes[0] ?? 0}]` : ''
}

function selectAll(segments: readonly Segment[], document: Json, root: Json): Json[] {
  let values: Json[] = [document]
  for (const segment of segments) {
    const from = segment.deep ? values.flatMap(descendants) : values
    values = from.flatMap((value) => select(segment, value, root))
  }
  return values
}

function select(segment: Segment, value: Json, root: Json): Json[] {
  switch (segment.kind) {
    case 'key':
      return isObject(value) ? segment.keys.flatMap((key) => present(getKey(value, key))) : []
    case 'index':
      return Array.isArray(value) ? segment.indexes.flatMap((index) => present(value.at(index))) : []
    case 'slice':
      return Array.isArray(value) ? value.slice(segment.from, segment.to) : []
    case 'all':
      return childrenOf(value)
    case 'filter':
      return childrenOf(value).filter((child) => matchesFilter(segment.test, { item: child, root, find: findPath }))
  }
}

function present(value: Json | undefined): Json[] {
  return value === undefined ? [] : [value]
}

function childrenOf(value: Json): Json[] {
  if (Array.isArray(value)) return value
  return isObject(value) ? Object.values(value) : []
}

function descendants(value: Json): Json[] {
  return [value, ...childrenOf(value).flatMap(descendants)]
}
