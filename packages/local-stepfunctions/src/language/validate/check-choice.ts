import { CHOICE_OPERATORS } from '../choice-rules.ts'
import { isObject, type Json, type JsonObject } from '../json.ts'
import type { FlowFacts } from './check-flow.ts'

/** Checks a Choice state's rules. */
export function checkChoice(state: JsonObject, at: string, facts: FlowFacts): void {
  const { problems } = facts.machine
  const { Choices } = state
  if (!Array.isArray(Choices)) {
    problems.schema("The field 'Choices' is required but was missing", at)
    return
  }
  if (Choices.length === 0) problems.schema("The field 'Choices' must have at least one rule", `${at}/Choices`)
  for (const [index, rule] of Choices.entries()) {
    const location = `${at}/Choices[${index}]`
    if (!isObject(rule)) {
      problems.schema('A choice rule must be an object', location)
      continue
    }
    if (typeof rule['Next'] !== 'string') problems.schema("The field 'Next' is required but was missing", location)
    if (facts.language === 'JSONata') checkCondition(rule, location, facts)
    else checkRule(rule, location, facts)
  }
}

function checkCondition(rule: JsonObject, at: string, { machine: { problems } }: FlowFacts): void {
  const { Condition } = rule
  if (Condition === undefined) problems.schema("The field 'Condition' is required but was missing", at)
  else if (typeof Condition !== 'boolean' && typeof Condition !== 'string')
    problems.schema("The field 'Condition' must be a JSONata expression", `${at}/Condition`)
}

function checkRule(rule: JsonObject, at: string, facts: FlowFacts): void {
  const { problems } = facts.machine
  const operators = Object.keys(rule).filter(
    (key) => CHOICE_OPERATORS.has(key) || key === 'And' || key === 'Or' || key === 'Not',
  )
  if (operators.length !== 1) {
    problems.schema(`A choice rule must have exactly one operator but has [${operators.join(', ')}]`, at)
    return
  }
  const operator = operators[0] ?? ''
  const operand = rule[operator]
  if (operator === 'Not') checkNested(operand, `${at}/Not`, facts)
  else if (operator === 'And' || operator === 'Or') {
    if (!Array.isArray(operand) || operand.length === 0)
      problems.schema(`The field '${operator}' must be a list of at least one rule`, `${at}/${operator}`)
    else for (const [index, nested] of operand.entries()) checkNested(nested, `${at}/${operator}[${index}]`, facts)
  } else if (typeof rule['Variable'] !== 'string')
    problems.schema("The field 'Variable' is required but was missing", at)
  else checkOperand(operator, operand, at, facts)
}

function checkNested(rule: Json | undefined, at: string, facts: FlowFacts): void {
  if (rule === undefined || !isObject(rule)) {
    facts.machine.problems.schema('A choice rule must be an object', at)
    return
  }
  if (rule['Next'] !== undefined)
    facts.machine.problems.schema("The field 'Next' is only allowed in a rule of the list 'Choices'", at)
  checkRule(rule, at, facts)
}

function checkOperand(
  operator: string,
  operand: Json | undefined,
  at: string,
  { machine: { problems } }: FlowFacts,
): void {
  const expected = operandType(operator)
  if (typeof operand !== expected) problems.schema(`The field '${operator}' must be a ${expected}`, `${at}/${operator}`)
}

function operandType(operator: string): 'string' | 'number' | 'boolean' {
  if (operator.endsWith('Path') || operator.startsWith('String') || operator.startsWith('Timestamp')) return 'string'
  return operator.startsWith('Numeric') ? 'number' : 'boolean'
}
