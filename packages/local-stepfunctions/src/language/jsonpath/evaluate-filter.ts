import { type Json, jsonEquals } from '../json.ts'
import type { FilterNode, FilterOperand, FilterOperator, Path } from './path.ts'

/** What a filter is tested against. */
export interface FilterScope {
  readonly item: Json
  /** The whole document, for `$` inside the filter. */
  readonly root: Json
  /** Looks a path up; undefined when it leads nowhere. */
  readonly find: (path: Path, document: Json) => Json | undefined
}

/** Whether an item passes `[?( ... )]`. */
export function matchesFilter(node: FilterNode, scope: FilterScope): boolean {
  switch (node.kind) {
    case 'or':
      return matchesFilter(node.left, scope) || matchesFilter(node.right, scope)
    case 'and':
      return matchesFilter(node.left, scope) && matchesFilter(node.right, scope)
    case 'not':
      return !matchesFilter(node.of, scope)
    case 'exists':
      return scope.find(node.path, scope.item) !== undefined
    case 'compare':
      return compare(node.operator, node.left, node.right, scope)
  }
}

function compare(operator: FilterOperator, left: FilterOperand, right: FilterOperand, scope: FilterScope): boolean {
  const a = valueOf(left, scope)
  if (right.kind === 'regex') return operator === '=~' && typeof a === 'string' && right.pattern.test(a)
  const b = valueOf(right, scope)
  if (operator === '!=') return a === undefined || b === undefined ? a !== b : !jsonEquals(a, b)
  if (a === undefined || b === undefined) return false
  if (operator === '==') return jsonEquals(a, b)
  if (operator === 'in' || operator === 'nin') {
    const isIn = Array.isArray(b) && b.some((candidate) => jsonEquals(candidate, a))
    return operator === 'in' ? isIn : !isIn
  }
  return inOrder(operator, a, b)
}

function inOrder(operator: FilterOperator, a: Json, b: Json): boolean {
  const comparable =
    (typeof a === 'number' && typeof b === 'number') || (typeof a === 'string' && typeof b === 'string')
  if (!comparable) return false
  if (operator === '<') return a < b
  if (operator === '<=') return a <= b
  if (operator === '>') return a > b
  return operator === '>=' && a >= b
}

function valueOf(operand: FilterOperand, scope: FilterScope): Json | undefined {
  if (operand.kind === 'literal') return operand.value
  if (operand.kind === 'path') return scope.find(operand.path, operand.fromItem ? scope.item : scope.root)
  return undefined
}
