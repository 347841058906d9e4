import type { Catcher } from '../language/definition.ts'
import type { Json, JsonObject } from '../language/json.ts'
import { JsonataIo } from './jsonata-io.ts'
import { JsonPathIo } from './jsonpath-io.ts'
import type { MapItem, StateVisit } from './scope.ts'

/** What leaves a state: its output, and the variables it set. */
export interface StateResult {
  readonly output: Json
  readonly assigned: JsonObject | undefined
}

/** Assign and Output of one rule of a Choice. `at` is where they stand, such as `Choices[0]`. */
export interface OwnFields {
  readonly Assign?: Json
  readonly Output?: Json
  readonly at?: string
}

/** The flow of data through one visit of a state; one implementation for each query language. */
export interface StateIo {
  /** What the state works on: after InputPath in JSONPath, the raw input in JSONata. */
  readonly input: Json
  /** Evaluates Parameters or Arguments; the input when there are none. */
  payload(): Promise<Json>
  /** Evaluates a template that sits in `field`, with `item` as `Map.Item` of the context object. */
  template(value: Json, field: string, item?: MapItem, input?: Json): Promise<Json>
  /**
   * A whole number from `NAME`, `NAMEPath` or an expression; undefined when there is none. `owner` is the object it
   * stands in when that is not the state, and `at` where that object stands, such as `ItemBatcher`.
   */
  integer(name: string, owner?: object, at?: string): Promise<number | undefined>
  /** As `integer`, but fractions are allowed. */
  number(name: string): Promise<number | undefined>
  /** A text from `NAME`, `NAMEPath` or an expression. */
  text(name: string): Promise<string | undefined>
  /** What leaves the state after a result: ResultSelector, ResultPath, OutputPath, Assign; or Output and Assign. */
  finish(result: Json): Promise<StateResult>
  /** What leaves a state that makes no result of its own (Choice, Wait, Succeed); `assign` is a choice's own. */
  passOn(own?: OwnFields): Promise<StateResult>
  /** What a catcher, the `index`th of the state, hands to its next state. */
  caught(catcher: Catcher, index: number, errorOutput: JsonObject): Promise<StateResult>
}

/** The data flow for a visit, in the state's query language. @throws StateFailure when InputPath leads nowhere */
export function stateIo(visit: StateVisit): StateIo {
  return visit.language === 'JSONata' ? new JsonataIo(visit) : new JsonPathIo(visit)
}
