import type { Catcher } from '../language/definition.ts'
import { queryFailure } from '../language/failure.ts'
import { getKey, type Json, type JsonObject } from '../language/json.ts'
import {
  evaluateJsonataTemplate,
  evaluateQuery,
  expressionIn,
  type QueryScope,
} from '../language/jsonata-expression.ts'
import { contextObject } from './context-object.ts'
import type { MapItem, StateVisit } from './scope.ts'
import type { StateIo, StateResult } from './state-io.ts'

/** Data flow in JSONata: Arguments, Output, Assign, and `{% %}` in every other field. */
export class JsonataIo implements StateIo {
  readonly input: Json

  private readonly visit: StateVisit

  constructor(visit: StateVisit) {
    this.visit = visit
    this.input = visit.input
  }

  payload(): Promise<Json> {
    const { Arguments } = this.visit.state
    return Arguments === undefined ? Promise.resolve(this.input) : this.template(Arguments, 'Arguments')
  }

  template(value: Json, field: string, item?: MapItem): Promise<Json> {
    return evaluateJsonataTemplate(value, field, this.scope({}, item))
  }

  integer(name: string, owner: object = this.visit.state): Promise<number | undefined> {
    return this.numeric(name, owner, 'integer', Number.isInteger)
  }

  number(name: string, owner: object = this.visit.state): Promise<number | undefined> {
    return this.numeric(name, owner, 'number', Number.isFinite)
  }

  async text(name: string): Promise<string | undefined> {
    const value = Reflect.get(this.visit.state, name)
    if (typeof value !== 'string') return undefined
    const expression = expressionIn(value)
    if (expression === undefined) return value
    const result = await evaluateQuery(expression, name, this.scope({}))
    if (typeof result === 'string') return result
    throw unexpectedType(expression, name, 'string', result)
  }

  async finish(result: Json): Promise<StateResult> {
    return this.leave({ result }, this.visit.state.Output, this.visit.state.Assign, result)
  }

  async passOn(own?: { readonly Assign?: Json; readonly Output?: Json }): Promise<StateResult> {
    return this.leave({}, own?.Output ?? this.visit.state.Output, own?.Assign, this.input)
  }

  async caught(catcher: Catcher, errorOutput: JsonObject): Promise<StateResult> {
    return this.leave({ errorOutput }, catcher.Output, catcher.Assign, errorOutput)
  }

  private async leave(
    extra: JsonObject,
    Output: Json | undefined,
    Assign: Json | undefined,
    fallback: Json,
  ): Promise<StateResult> {
    const scope = this.scope(extra)
    const output = Output === undefined ? fallback : await evaluateJsonataTemplate(Output, 'Output', scope)
    if (Assign === undefined) return { output, assigned: undefined }
    const values = await evaluateJsonataTemplate(Assign, 'Assign', scope)
    return {
      output,
      assigned: typeof values === 'object' && values !== null && !Array.isArray(values) ? values : undefined,
    }
  }

  private async numeric(
    name: string,
    owner: object,
    kind: string,
    accepts: (value: unknown) => boolean,
  ): Promise<number | undefined> {
    // Fields of a definition are JSON, whatever their static type.
    const value = getKey(owner as JsonObject, name)
    if (typeof value !== 'string') return typeof value === 'number' ? value : undefined
    const expression = expressionIn(value)
    if (expression === undefined) return undefined
    const result = await evaluateQuery(expression, name, this.scope({}))
    if (typeof result === 'number' && accepts(result)) return result
    throw unexpectedType(expression, name, kind, result)
  }

  private scope(extra: JsonObject, item?: MapItem): QueryScope {
    return {
      states: { input: this.input, context: contextObject(this.visit, item), ...extra },
      variables: this.visit.scope.progress.variables,
    }
  }
}

/** AWS's sentence for an expression that gave the wrong kind of value. */
export function unexpectedType(expression: string, field: string, expected: string, value: Json): Error {
  return queryFailure(
    `The JSONata expression '${expression}' specified for the field '${field}' returned an unexpected result type. Expected '${expected}', but was '${typeName(value)}' for value: ${JSON.stringify(value)}`,
    field,
  )
}

function typeName(value: Json): string {
  if (value === null) return 'null'
  return Array.isArray(value) ? 'array' : typeof value
}
