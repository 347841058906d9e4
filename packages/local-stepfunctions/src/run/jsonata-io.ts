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
import type { OwnFields, StateIo, StateResult } from './state-io.ts'

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

  integer(name: string, owner: object = this.visit.state, at?: string): Promise<number | undefined> {
    const location = at === undefined ? name : `${at}/${name}`
    return this.numeric(getKey(owner as JsonObject, name), location, 'integer', Number.isInteger)
  }

  number(name: string): Promise<number | undefined> {
    const { state } = this.visit
    // Fields of a definition are JSON, whatever their static type.
    return this.numeric(getKey(state as unknown as JsonObject, name), name, 'number', Number.isFinite)
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
    const { Output, Assign } = this.visit.state
    return this.leave({ result }, fields(Output, Assign), result)
  }

  async passOn(own: OwnFields = {}): Promise<StateResult> {
    const { Output, Assign, at } = own
    if (Output !== undefined || Assign !== undefined) {
      const output = Output ?? this.visit.state.Output
      return this.leave({}, { ...fields(output, Assign), ...(at === undefined ? {} : { at }) }, this.input)
    }
    return this.leave({}, fields(this.visit.state.Output, undefined), this.input)
  }

  async caught({ Output, Assign }: Catcher, index: number, errorOutput: JsonObject): Promise<StateResult> {
    return this.leave({ errorOutput }, { ...fields(Output, Assign), at: `Catch[${index}]` }, errorOutput)
  }

  private async leave(extra: JsonObject, own: OwnFields, fallback: Json): Promise<StateResult> {
    const { Output, Assign } = own
    const at = own.at === undefined ? '' : `${own.at}/`
    const scope = this.scope(extra)
    const output = Output === undefined ? fallback : await evaluateJsonataTemplate(Output, `${at}Output`, scope)
    if (Assign === undefined) return { output, assigned: undefined }
    const values = await evaluateJsonataTemplate(Assign, `${at}Assign`, scope)
    return {
      output,
      assigned: typeof values === 'object' && values !== null && !Array.isArray(values) ? values : undefined,
    }
  }

  private async numeric(
    value: Json | undefined,
    location: string,
    kind: string,
    accepts: (value: unknown) => boolean,
  ): Promise<number | undefined> {
    if (typeof value !== 'string') return typeof value === 'number' ? value : undefined
    const expression = expressionIn(value)
    if (expression === undefined) return undefined
    const result = await evaluateQuery(expression, location, this.scope({}))
    if (typeof result === 'number' && accepts(result)) return result
    throw unexpectedType(expression, location, kind, result)
  }

  private scope(extra: JsonObject, item?: MapItem): QueryScope {
    return {
      states: { input: this.input, context: contextObject(this.visit, item), ...extra },
      variables: this.visit.scope.progress.variables,
    }
  }
}

function fields(Output: Json | undefined, Assign: Json | undefined): OwnFields {
  return { ...(Output === undefined ? {} : { Output }), ...(Assign === undefined ? {} : { Assign }) }
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
