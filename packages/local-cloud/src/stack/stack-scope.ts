import { isObject, type Json, type JsonObject, setKey } from '@hourglass/local-stepfunctions/language/json'
import { messageOf, StackError } from './errors.ts'
import { evaluate, type Scope } from './expression/evaluate.ts'
import { parseTemplate } from './expression/parse-template.ts'
import { databaseOf, type StackInputs } from './inputs.ts'
import { ResourceBlock } from './resource-block.ts'
import { RULES } from './rules/all-rules.ts'
import type { Block } from './rules/rule.ts'
import type { StackFile } from './stack-file.ts'

/** cdktf names the data source of another stack's outputs so; what follows is the stack's name. */
const REMOTE_STATE_PREFIX = 'cross-stack-reference-input-'

/** Every value of one stack, resolved when it is first asked for and kept. */
export class StackScope implements Scope {
  readonly file: StackFile
  readonly inputs: StackInputs
  private readonly stacks: ReadonlyMap<string, StackScope>
  private readonly blocks = new Map<string, Block>()
  private readonly values = new Map<string, Json>()
  private readonly inProgress = new Set<string>()

  /** `stacks` is read when a value of another stack is asked for, so it may be filled later. */
  constructor(file: StackFile, inputs: StackInputs, stacks: ReadonlyMap<string, StackScope>) {
    this.file = file
    this.inputs = inputs
    this.stacks = stacks
  }

  /** A resource or data source. @throws StackError when the stack has none at that address */
  block(address: string): Block {
    const known = this.blocks.get(address)
    if (known !== undefined) return known
    const source = this.file.blocks.get(address)
    if (source === undefined) throw new StackError(`stack "${this.file.name}" has no ${address}`)
    const block = new ResourceBlock(this, address, source, RULES.get(address.split('.').slice(0, -1).join('.')))
    this.blocks.set(address, block)
    return block
  }

  /** Every resource of a type, in the order of the file. */
  blocksOfType(type: string): readonly Block[] {
    const addresses = [...this.file.blocks.keys()].filter((address) => address.startsWith(`${type}.`))
    return addresses.map((address) => this.block(address))
  }

  output(name: string): Json {
    const output = this.file.outputs[name]
    if (output === undefined) throw new StackError(`stack "${this.file.name}" has no output "${name}"`)
    return this.once(`output.${name}`, () => this.resolveValue(output['value'] ?? null, `output "${name}"`))
  }

  resolve(path: readonly (string | number)[]): { value: Json; used: number } {
    const [first, second, third, fourth] = path.map(String)
    switch (first ?? '') {
      case 'var':
        return { value: this.variable(second ?? ''), used: 2 }
      case 'local':
        return { value: this.local(second ?? ''), used: 2 }
      case 'path':
        return { value: this.file.folder, used: 2 }
      case 'terraform':
        return { value: 'default', used: 2 }
      case 'data':
        if (second === 'terraform_remote_state') return { value: this.remoteOutput(third ?? '', path), used: 5 }
        return { value: this.block(`data.${second}.${third}`).attribute(fourth ?? ''), used: 4 }
      default:
        return { value: this.block(`${first}.${second}`).attribute(third ?? ''), used: 3 }
    }
  }

  /**
   * Resolves every `${...}` in a value of the file.
   * @throws StackError naming the place, the expression and what is wrong
   */
  resolveValue(value: Json, place: string): Json {
    if (typeof value === 'string') return this.resolveText(value, place)
    if (Array.isArray(value)) return value.map((item) => this.resolveValue(item, place))
    if (!isObject(value)) return value
    const resolved: JsonObject = {}
    for (const [key, item] of Object.entries(value)) setKey(resolved, key, this.resolveValue(item, place))
    return resolved
  }

  /** Computes a value once. @throws StackError when the value needs itself */
  once(key: string, compute: () => Json): Json {
    const known = this.values.get(key)
    if (known !== undefined) return known
    if (this.inProgress.has(key)) {
      const circle = [...this.inProgress, key].slice([...this.inProgress].indexOf(key)).join(' -> ')
      throw new StackError(`stack "${this.file.name}" has values that need each other: ${circle}`)
    }
    this.inProgress.add(key)
    try {
      const value = compute()
      this.values.set(key, value)
      return value
    } finally {
      this.inProgress.delete(key)
    }
  }

  /** Host or port of the server that stands for a database instance. */
  databaseLocation(address: string, part: 'host' | 'port'): Json {
    return databaseOf(this.inputs, this.file.name, address)[part]
  }

  private resolveText(text: string, place: string): Json {
    try {
      return evaluate(parseTemplate(text), this)
    } catch (error) {
      if (error instanceof StackError) throw error
      const expression = text.length > 200 ? `${text.slice(0, 200)}...` : text
      throw new StackError(`stack "${this.file.name}", ${place}: cannot resolve "${expression}": ${messageOf(error)}`, {
        cause: error,
      })
    }
  }

  private variable(name: string): Json {
    const declared = this.file.variables[name]
    if (declared === undefined) throw new StackError(`stack "${this.file.name}" declares no variable "${name}"`)
    const given = this.inputs.variables[name]
    if (given !== undefined) return given
    const value = declared['default']
    if (value !== undefined) return this.once(`var.${name}`, () => this.resolveValue(value, `variable "${name}"`))
    throw new StackError(
      `stack "${this.file.name}": variable "${name}" has no default; give it a value in the option variables`,
    )
  }

  private local(name: string): Json {
    const value = this.file.locals[name]
    if (value === undefined) throw new StackError(`stack "${this.file.name}" has no local value "${name}"`)
    return this.once(`local.${name}`, () => this.resolveValue(value, `local value "${name}"`))
  }

  private remoteOutput(name: string, path: readonly (string | number)[]): Json {
    const stack = name.startsWith(REMOTE_STATE_PREFIX) ? name.slice(REMOTE_STATE_PREFIX.length) : undefined
    const other = stack === undefined ? undefined : this.stacks.get(stack)
    if (other === undefined || path[3] !== 'outputs') {
      throw new StackError(
        `stack "${this.file.name}" reads ${path.join('.')}, but no stack that was read here has that output`,
      )
    }
    return other.output(String(path[4]))
  }
}
