import {
  BindingsModule,
  type Flags,
  flagsIn,
  gettersIn,
  type HclEntry,
  hclEntriesIn,
  type Nested,
  nestedIn,
} from './bindings.ts'
import type { Attribute, Block, CtyType, NestedBlock } from './schema.ts'

const PLAIN: Readonly<Record<string, CtyType>> = { string: 'string', number: 'number', boolean: 'bool' }
const GETTERS: Readonly<Record<string, CtyType>> = {
  String: 'string',
  Number: 'number',
  Boolean: 'bool',
  List: ['list', 'string'],
  NumberList: ['list', 'number'],
  StringMap: ['map', 'string'],
  NumberMap: ['map', 'number'],
  BooleanMap: ['map', 'bool'],
}

/** Schema of a resource type. @param type e.g. `aws_s3_bucket` */
export function resourceSchema(type: string): Block {
  const module = new BindingsModule(type.replace(/^aws_/, '').replaceAll('_', '-'))
  const text = module.classText(module.resourceClass(type))
  return new SchemaReader(module).block(text, hclEntriesIn(text.slice(text.indexOf('synthesizeHclAttributes()'))))
}

/** Schema of the provider block: its arguments carry no flags, all are optional. */
export function providerSchema(): Block {
  const module = new BindingsModule('provider')
  const text = module.classText('AwsProvider')
  const entries = hclEntriesIn(text.slice(text.indexOf('synthesizeHclAttributes()')))
  return new SchemaReader(module).configuration(entries)
}

const OPTIONAL: Flags = { computed: false, optional: true, required: false }

class SchemaReader {
  private readonly module: BindingsModule

  constructor(module: BindingsModule) {
    this.module = module
  }

  /** The block of a class, from its flags, getters and HCL mapping. */
  block(classText: string, entries: ReadonlyMap<string, HclEntry>): Block {
    const attributes: Attribute[] = []
    const blocks: NestedBlock[] = []
    const getters = gettersIn(classText)
    const nested = nestedIn(classText)
    for (const [name, flags] of flagsIn(classText)) {
      const entry = entries.get(name)
      if (entry !== undefined && entry.isBlock && !flags.computed) {
        blocks.push(this.nestedBlock(name, entry, flags))
      } else {
        attributes.push({ name, ...flags, type: this.type(name, entry, getters.get(name), nested.get(name)) })
      }
    }
    return { attributes, blocks }
  }

  /** A block that is only written, never read. */
  configuration(entries: ReadonlyMap<string, HclEntry>): Block {
    const attributes: Attribute[] = []
    const blocks: NestedBlock[] = []
    for (const [name, entry] of entries) {
      if (entry.isBlock) blocks.push(this.nestedBlock(name, entry, OPTIONAL))
      else attributes.push({ name, ...OPTIONAL, type: this.type(name, entry, undefined, undefined) })
    }
    return { attributes, blocks }
  }

  private nestedBlock(name: string, entry: HclEntry, flags: Flags): NestedBlock {
    const nesting = entry.type === 'struct' ? 'SINGLE' : entry.type === 'set' ? 'SET' : 'LIST'
    return { name, nesting, required: flags.required, block: this.structure(entry.storage.replace(/List$/, '')) }
  }

  private structure(base: string): Block {
    const entries = hclEntriesIn(
      this.module.hclFunction(`${base.charAt(0).toLowerCase()}${base.slice(1)}ToHclTerraform`),
    )
    const reader = `${base}OutputReference`
    return this.module.hasClass(reader)
      ? this.block(this.module.classText(reader), entries)
      : this.configuration(entries)
  }

  private type(
    name: string,
    entry: HclEntry | undefined,
    getter: string | undefined,
    nested: Nested | undefined,
  ): CtyType {
    if (entry !== undefined) {
      const plain = PLAIN[entry.storage]
      if (plain !== undefined) return plain
      const element = PLAIN[entry.storage.replace(/(List|Map)$/, '')]
      const collection = entry.type === 'set' ? 'set' : entry.type === 'map' ? 'map' : 'list'
      if (element !== undefined) return [collection, element]
      const item = objectType(this.structure(entry.storage.replace(/List$/, '')))
      return entry.type === 'struct' ? item : [collection, item]
    }
    if (getter !== undefined && GETTERS[getter] !== undefined) return GETTERS[getter]
    if (nested === undefined) throw new Error(`the bindings do not tell the type of "${name}"`)
    if (nested.name === 'StringMap') return ['map', 'string']
    const item = objectType(this.block(this.module.classText(`${nested.name}OutputReference`), new Map()))
    return nested.isList ? [nested.isSet ? 'set' : 'list', item] : item
  }
}

function objectType(block: Block): CtyType {
  const attributes = block.attributes.map((attribute) => [attribute.name, attribute.type] as const)
  const nested = block.blocks.map(({ name, nesting, block: inner }) => {
    const item = objectType(inner)
    const type: CtyType = nesting === 'SINGLE' ? item : [nesting === 'SET' ? 'set' : 'list', item]
    return [name, type] as const
  })
  return ['object', Object.fromEntries([...attributes, ...nested])]
}
