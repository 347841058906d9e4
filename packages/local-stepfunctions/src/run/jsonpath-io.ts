import type { Catcher } from '../language/definition.ts'
import { runtimeFailure, StateFailure } from '../language/failure.ts'
import { getKey, type Json, type JsonObject } from '../language/json.ts'
import { PathNotFoundError } from '../language/jsonpath/evaluate-path.ts'
import { parsePath } from '../language/jsonpath/parse-path.ts'
import { putAt } from '../language/jsonpath/reference-path.ts'
import { evaluateExpression, evaluateTemplate, type PathScope, resolvePath } from '../language/payload-template.ts'
import { contextObject } from './context-object.ts'
import type { MapItem, StateVisit } from './scope.ts'
import type { OwnFields, StateIo, StateResult } from './state-io.ts'

/** Data flow in JSONPath: InputPath, Parameters, ResultSelector, ResultPath, OutputPath, Assign. */
export class JsonPathIo implements StateIo {
  readonly input: Json

  private readonly visit: StateVisit

  constructor(visit: StateVisit) {
    this.visit = visit
    this.input = this.follow(visit.state.InputPath, visit.input)
  }

  payload(): Promise<Json> {
    const { Parameters } = this.visit.state
    return Promise.resolve(
      Parameters === undefined ? this.input : evaluateTemplate(Parameters, this.scopeOf(this.input)),
    )
  }

  template(value: Json, _field: string, item?: MapItem, input: Json = this.input): Promise<Json> {
    return Promise.resolve(evaluateTemplate(value, this.scopeOf(input, item)))
  }

  async integer(name: string, owner: object = this.visit.state): Promise<number | undefined> {
    return this.numeric(name, owner, 'integer', Number.isInteger)
  }

  async number(name: string): Promise<number | undefined> {
    return this.numeric(name, this.visit.state, 'float', Number.isFinite)
  }

  async text(name: string): Promise<string | undefined> {
    const literal = Reflect.get(this.visit.state, name)
    if (typeof literal === 'string') return literal
    const path = Reflect.get(this.visit.state, `${name}Path`)
    if (typeof path !== 'string') return undefined
    const value = evaluateExpression(path, `${name}Path`, this.scopeOf(this.input))
    if (typeof value === 'string') return value
    throw runtimeFailure(
      `The ${name}Path field refers to value ${JSON.stringify(value)} which is not a string: ${path}`,
    )
  }

  async finish(result: Json): Promise<StateResult> {
    const { state } = this.visit
    const selected =
      state.ResultSelector === undefined ? result : evaluateTemplate(state.ResultSelector, this.scopeOf(result))
    const assigned = this.assign(state.Assign, selected)
    const combined = this.combine(state.ResultPath, selected)
    return { output: this.follow(state.OutputPath, combined), assigned }
  }

  async passOn(own?: OwnFields): Promise<StateResult> {
    const assigned = this.assign(own?.Assign, this.input)
    return { output: this.follow(this.visit.state.OutputPath, this.input), assigned }
  }

  async caught(catcher: Catcher, _index: number, errorOutput: JsonObject): Promise<StateResult> {
    const assigned = this.assign(catcher.Assign, errorOutput)
    return { output: this.combine(catcher.ResultPath, errorOutput), assigned }
  }

  private assign(template: Json | undefined, input: Json): JsonObject | undefined {
    if (template === undefined) return undefined
    const values = evaluateTemplate(template, this.scopeOf(input))
    return typeof values === 'object' && values !== null && !Array.isArray(values) ? values : undefined
  }

  private follow(path: string | null | undefined, document: Json): Json {
    if (path === undefined || path === '$') return document
    if (path === null) return {}
    if (!path.startsWith('$')) return evaluateExpression(path, 'OutputPath', this.scopeOf(document))
    try {
      return resolvePath(parsePath(path), this.scopeOf(document))
    } catch (error) {
      if (!(error instanceof PathNotFoundError)) throw error
      throw runtimeFailure(`Invalid path '${path}' : ${error.detail}`)
    }
  }

  private combine(path: string | null | undefined, result: Json): Json {
    if (path === undefined || path === '$') return result
    if (path === null) return this.visit.input
    const combined = putAt(this.visit.input, parsePath(path), result)
    if (combined !== undefined) return combined
    // The error-handling page calls it States.ResultPathMatchFailure; AWS gives this name (observed 2026-09-23).
    throw new StateFailure(
      'States.ReferencePathConflict',
      `Unable to apply ReferencePath ${path} to input ${JSON.stringify(this.visit.input)}`,
      { prefixed: true },
    )
  }

  private numeric(name: string, owner: object, kind: string, accepts: (value: unknown) => boolean): number | undefined {
    const literal = getKeyOf(owner, name)
    if (typeof literal === 'number') return literal
    const path = getKeyOf(owner, `${name}Path`)
    if (typeof path !== 'string') return undefined
    const value = evaluateExpression(path, `${name}Path`, this.scopeOf(this.input))
    const number = typeof value === 'string' && value.trim() !== '' ? Number(value) : value
    if (typeof number === 'number' && accepts(number)) return number
    const shown = typeof value === 'string' ? value : JSON.stringify(value)
    throw runtimeFailure(`The ${name}Path field refers to value "${shown}" which is not a valid ${kind}: ${path}`)
  }

  private scopeOf(input: Json, item?: MapItem): PathScope {
    return {
      input,
      variables: this.visit.scope.progress.variables,
      context: () => contextObject(this.visit, item),
    }
  }
}

function getKeyOf(owner: object, name: string): Json | undefined {
  // Fields of a definition are JSON, whatever their static type.
  return getKey(owner as JsonObject, name)
}
