import { getKey, type Json, type JsonObject } from '@hourglass/local-stepfunctions/language/json'
import { type Account, stableId } from './account.ts'
import { StackError } from './errors.ts'
import type { Block, Rule } from './rules/rule.ts'
import type { StackScope } from './stack-scope.ts'

/** A resource or data source of a stack; arguments and attributes are resolved when first asked for. */
export class ResourceBlock implements Block {
  readonly address: string
  readonly id: string
  readonly account: Account
  private readonly scope: StackScope
  private readonly source: JsonObject
  private readonly rule: Rule | undefined

  constructor(scope: StackScope, address: string, source: JsonObject, rule: Rule | undefined) {
    for (const repeated of ['count', 'for_each', 'dynamic']) {
      if (source[repeated] === undefined) continue
      throw new StackError(
        `stack "${scope.file.name}", ${address}: "${repeated}" is not supported here; write each resource out`,
      )
    }
    this.scope = scope
    this.address = address
    this.id = `${scope.file.name}/${address}`
    this.account = scope.inputs.account
    this.source = source
    this.rule = rule
  }

  argument(name: string): Json | undefined {
    const value = getKey(this.source, name)
    if (value === undefined || value === null) return undefined
    const place = `${this.address}, argument "${name}"`
    return this.scope.once(`${this.address}.${name}`, () => this.scope.resolveValue(value, place)) ?? undefined
  }

  text(name: string): string {
    return this.asText(name, this.argument(name))
  }

  attribute(name: string): Json {
    if (name === '@host') return this.scope.databaseLocation(this.address, 'host')
    if (name === '@port') return this.scope.databaseLocation(this.address, 'port')
    const compute = this.rule?.attributes[name]
    if (compute !== undefined) return this.scope.once(`${this.address}.${name} (computed)`, () => compute(this))
    const value = this.argument(name)
    if (value !== undefined) return value
    // Every resource has an id, and where no rule says more, any stable text will do.
    if (name === 'id') return `local-${stableId(this.id, 17)}`
    const known = Object.keys(this.rule?.attributes ?? {}).join(', ') || 'none'
    throw new StackError(
      `stack "${this.scope.file.name}", ${this.address}: the attribute "${name}" is not known here (computed ones: ${known})`,
    )
  }

  attributeText(name: string): string {
    return this.asText(name, this.attribute(name))
  }

  private asText(name: string, value: Json | undefined): string {
    if (typeof value === 'string' || typeof value === 'number') return String(value)
    throw new StackError(`stack "${this.scope.file.name}", ${this.address}: "${name}" is missing or not text`)
  }
}
