import { StateFailure } from '../../language/failure.ts'
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
  for (const rule of visit.state.Choices ?? []) {
    if (!(await holds(rule, visit, io))) continue
    const { Assign, Output, Next } = rule
    const own = { ...(Assign === undefined ? {} : { Assign }), ...(Output === undefined ? {} : { Output }) }
    return { ...(await io.passOn(own)), next: typeof Next === 'string' ? Next : undefined }
  }
  const { Default, Assign } = visit.state
  if (Default === undefined) {
    throw new StateFailure(
      'States.NoChoiceMatched',
      'No choices matched. Add a Default state or change the choice rules.',
      { prefixed: true },
    )
  }
  return { ...(await io.passOn(Assign === undefined ? {} : { Assign })), next: Default }
}

async function holds(rule: ChoiceRule, visit: StateVisit, io: StateIo): Promise<boolean> {
  const { variables } = visit.scope.progress
  if (visit.language === 'JSONPath')
    return matchesRule(rule, { input: io.input, variables, context: () => contextObject(visit) })
  const { Condition } = rule
  if (typeof Condition === 'boolean') return Condition
  const text = typeof Condition === 'string' ? (expressionIn(Condition) ?? Condition) : ''
  const value = await evaluateQuery(text, 'Condition', {
    states: { input: io.input, context: contextObject(visit) },
    variables,
  })
  if (typeof value === 'boolean') return value
  throw unexpectedType(text, 'Condition', 'boolean', value)
}
