import { runtimeFailure } from '../../language/failure.ts'
import { matchesRule } from '../../language/choice-rules.ts'
import { evaluateQuery, expressionIn } from '../../language/jsonata-expression.ts'
import type { ChoiceRule } from '../../language/definition.ts'
import { contextObject } from '../context-object.ts'
import { unexpectedType } from '../jsonata-io.ts'
import type { StateStep } from '../run-state.ts'
import type { StateVisit } from '../scope.ts'
import type { StateIo } from '../state-io.ts'

/** Choice: the first rule that holds names the next state. @throws StateFailure States.NoChoiceMatched */
export async function runChoice(visit: StateVisit, io: StateIo): Promise<StateStep> {
  for (const [index, rule] of (visit.state.Choices ?? []).entries()) {
    const at = `Choices[${index}]`
    if (!(await holds(rule, at, visit, io))) continue
    const { Assign, Output, Next } = rule
    const own = { at, ...(Assign === undefined ? {} : { Assign }), ...(Output === undefined ? {} : { Output }) }
    return { ...(await io.passOn(own)), next: typeof Next === 'string' ? Next : undefined }
  }
  const { Default, Assign } = visit.state
  if (Default === undefined) {
    // States.NoChoiceMatched by the documentation; AWS fails with States.Runtime (observed 2026-09-23).
    throw runtimeFailure('Failed to transition out of the state. The state does not point to a next state.')
  }
  return { ...(await io.passOn(Assign === undefined ? {} : { Assign })), next: Default }
}

async function holds(rule: ChoiceRule, at: string, visit: StateVisit, io: StateIo): Promise<boolean> {
  const { variables } = visit.scope.progress
  if (visit.language === 'JSONPath')
    return matchesRule(rule, { input: io.input, variables, context: () => contextObject(visit) })
  const { Condition } = rule
  if (typeof Condition === 'boolean') return Condition
  const text = typeof Condition === 'string' ? (expressionIn(Condition) ?? Condition) : ''
  const value = await evaluateQuery(text, `${at}/Condition`, {
    states: { input: io.input, context: contextObject(visit) },
    variables,
  })
  if (typeof value === 'boolean') return value
  throw unexpectedType(text, `${at}/Condition`, 'boolean', value)
}
