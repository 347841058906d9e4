import type { Json } from '../json.ts'

/** What the first character group of a path stands for. */
export type PathRoot =
  | { readonly kind: 'input' }
  | { readonly kind: 'context' }
  | { readonly kind: 'variable'; readonly name: string }

/** One step of a path. `deep` steps (`..`) look at every descendant. */
export type Segment =
  | { readonly kind: 'key'; readonly keys: readonly string[]; readonly deep: boolean }
  | { readonly kind: 'index'; readonly indexes: readonly number[]; readonly deep: boolean }
  | {
      readonly kind: 'slice'
      readonly from: number | undefined
      readonly to: number | undefined
      readonly deep: boolean
    }
  | { readonly kind: 'all'; readonly deep: boolean }
  | { readonly kind: 'filter'; readonly test: FilterNode; readonly deep: boolean }

/** The expression inside `[?( ... )]`. */
export type FilterNode =
  | { readonly kind: 'or' | 'and'; readonly left: FilterNode; readonly right: FilterNode }
  | { readonly kind: 'not'; readonly of: FilterNode }
  | { readonly kind: 'exists'; readonly path: Path }
  | {
      readonly kind: 'compare'
      readonly operator: FilterOperator
      readonly left: FilterOperand
      readonly right: FilterOperand
    }

/** Comparison operators of filters. */
export type FilterOperator = '==' | '!=' | '<' | '<=' | '>' | '>=' | '=~' | 'in' | 'nin'

/** A side of a filter comparison: a path from the item (`@`) or the document (`$`), or a literal. */
export type FilterOperand =
  | { readonly kind: 'path'; readonly path: Path; readonly fromItem: boolean }
  | { readonly kind: 'literal'; readonly value: Json }
  | { readonly kind: 'regex'; readonly pattern: RegExp }

/** Functions that AWS's JSONPath library knows. */
export type PathFunction = 'length' | 'size' | 'keys' | 'min' | 'max' | 'avg' | 'sum' | 'stddev' | 'first' | 'last'

/** A parsed JSONPath. */
export interface Path {
  readonly text: string
  readonly root: PathRoot
  readonly segments: readonly Segment[]
  /** Function at the end, as in `$.list.length()`; reference paths may not have one. */
  readonly call?: PathFunction
  /** Names at most one place; such a path gives a value, any other gives an array. */
  readonly definite: boolean
}

/** The text is not a JSONPath. */
export class PathSyntaxError extends Error {
  constructor(path: string, found: string) {
    super(`"${path}" is not a JSONPath: ${found}`)
    this.name = 'PathSyntaxError'
  }
}

/** Whether steps name at most one place. */
export function isDefinite(segments: readonly Segment[]): boolean {
  return segments.every((segment) => {
    if (segment.deep) return false
    if (segment.kind === 'key') return segment.keys.length === 1
    return segment.kind === 'index' && segment.indexes.length === 1
  })
}
