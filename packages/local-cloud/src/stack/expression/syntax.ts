import type { Json } from '@hourglass/local-stepfunctions/language/json'

/** A Terraform expression, parsed. https://developer.hashicorp.com/terraform/language/expressions */
export type Expression =
  | { readonly kind: 'literal'; readonly value: Json }
  | { readonly kind: 'template'; readonly parts: readonly Expression[] }
  | { readonly kind: 'name'; readonly name: string }
  | { readonly kind: 'index'; readonly of: Expression; readonly key: Expression }
  | { readonly kind: 'splat'; readonly of: Expression; readonly rest: (item: Expression) => Expression }
  | { readonly kind: 'call'; readonly name: string; readonly args: readonly Expression[]; readonly spread: boolean }
  | { readonly kind: 'list'; readonly items: readonly Expression[] }
  | { readonly kind: 'object'; readonly entries: ReadonlyArray<readonly [key: Expression, value: Expression]> }
  | { readonly kind: 'if'; readonly test: Expression; readonly whenTrue: Expression; readonly whenFalse: Expression }
  | { readonly kind: 'unary'; readonly operator: '!' | '-'; readonly operand: Expression }
  | {
      readonly kind: 'binary'
      readonly operator: BinaryOperator
      readonly left: Expression
      readonly right: Expression
    }

/** Operators by precedence, loosest first. */
export const OPERATOR_LEVELS = [
  ['||'],
  ['&&'],
  ['==', '!='],
  ['<=', '>=', '<', '>'],
  ['+', '-'],
  ['*', '/', '%'],
] as const

export type BinaryOperator = (typeof OPERATOR_LEVELS)[number][number]

/** An expression that is not Terraform syntax, or a part of it that is not supported here. */
export class ExpressionError extends Error {
  override readonly name = 'ExpressionError'
}

/**
 * The constant names at the front of a reference: `aws_x.y.arn` and `aws_x["y"].arn` both give `[aws_x, y, arn]`.
 * An index that is not constant ends the list. Undefined when the expression is not a reference.
 */
export function referencePath(expression: Expression): readonly (string | number)[] | undefined {
  if (expression.kind === 'name') return [expression.name]
  if (expression.kind !== 'index' || expression.key.kind !== 'literal') return undefined
  const front = referencePath(expression.of)
  const key = expression.key.value
  return front && (typeof key === 'string' || typeof key === 'number') ? [...front, key] : undefined
}

/** The expressions directly inside this one. */
export function childrenOf(expression: Expression): readonly Expression[] {
  switch (expression.kind) {
    case 'literal':
    case 'name':
      return []
    case 'template':
      return expression.parts
    case 'index':
      return [expression.of, expression.key]
    case 'splat':
      return [expression.of]
    case 'call':
      return expression.args
    case 'list':
      return expression.items
    case 'object':
      return expression.entries.flat()
    case 'if':
      return [expression.test, expression.whenTrue, expression.whenFalse]
    case 'unary':
      return [expression.operand]
    case 'binary':
      return [expression.left, expression.right]
  }
}
