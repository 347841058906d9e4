import { readFileSync } from 'node:fs'
import { createRequire } from 'node:module'
import { z } from 'zod'

/*
 * The TypeScript that the provider bindings were compiled from; their source maps carry it. It is generated, so a few
 * patterns read it: comments tell what is computed, optional and required, getters tell types, and the HCL mapping tells
 * what is a block.
 */

const require = createRequire(import.meta.url)

export interface Flags {
  readonly computed: boolean
  readonly optional: boolean
  readonly required: boolean
}

/** How the HCL mapping writes an argument. */
export interface HclEntry {
  readonly isBlock: boolean
  /** simple, list, set, map, struct */
  readonly type: string
  /** `string`, `stringList`, ..., or the class of a nested structure. */
  readonly storage: string
}

/** One module of the bindings, e.g. that of `aws_s3_bucket`. */
export class BindingsModule {
  private readonly text: string

  /** @param folder folder name under `lib`, e.g. `s3-bucket` */
  constructor(folder: string) {
    this.text = sourceOf(readFileSync(require.resolve(`@cdktf/provider-aws/lib/${folder}/index.js`), 'utf8'))
  }

  /** Name of the class of a resource type. @throws Error when the module has none */
  resourceClass(type: string): string {
    const found = this.text.match(new RegExp(`export class (\\w+) extends [^}]*?tfResourceType = "${type}";`))?.[1]
    if (found === undefined) throw new Error(`the bindings have no class for "${type}"`)
    return found
  }

  classText(name: string): string {
    return this.between(`export class ${name} extends`, '\n}\n')
  }

  hasClass(name: string): boolean {
    return this.text.includes(`export class ${name} extends`)
  }

  /** The HCL mapping of a nested structure. */
  hclFunction(name: string): string {
    return this.between(`function ${name}(`, '\n}\n')
  }

  private between(start: string, end: string): string {
    const from = this.text.indexOf(start)
    if (from < 0) throw new Error(`the bindings have no "${start}"`)
    return this.text.slice(from, this.text.indexOf(end, from))
  }
}

const sourceMap = z.object({ sourcesContent: z.tuple([z.string()]) })

function sourceOf(compiled: string): string {
  const encoded = compiled.split('//# sourceMappingURL=data:application/json;base64,')[1] ?? ''
  return sourceMap.parse(JSON.parse(Buffer.from(encoded, 'base64').toString('utf8'))).sourcesContent[0]
}

/** `// name - computed: true, optional: false, required: false` */
export function flagsIn(classText: string): ReadonlyMap<string, Flags> {
  const pattern = /\/\/ (\w+) - computed: (true|false), optional: (true|false), required: (true|false)/g
  return new Map(
    [...classText.matchAll(pattern)].map(([, name = '', computed, optional, required]) => [
      name,
      { computed: computed === 'true', optional: optional === 'true', required: required === 'true' },
    ]),
  )
}

/** Entries of a mapping: `name: { value: ..., isBlock: ..., type: "...", storageClassType: "..." }`. */
export function hclEntriesIn(text: string): ReadonlyMap<string, HclEntry> {
  const pattern = /(\w+): \{\s+value: [^\n]+,\n\s+isBlock: (true|false),\s+type: "(\w+)",\s+storageClassType: "(\w+)"/g
  return new Map(
    [...text.matchAll(pattern)].map(([, name = '', isBlock, type = '', storage = '']) => [
      name,
      { isBlock: isBlock === 'true', type, storage },
    ]),
  )
}

/** Getters of plain values: `this.getStringAttribute('arn')`. */
export function gettersIn(classText: string): ReadonlyMap<string, string> {
  const found = [...classText.matchAll(/this\.get(\w+)Attribute\('(\w+)'\)/g)]
  return new Map(found.map(([, kind = '', name = '']) => [name, kind]))
}

export interface Nested {
  readonly name: string
  readonly isList: boolean
  readonly isSet: boolean
}

/** Nested structures that can be read: `new XList(this, "name", false)` and `new XOutputReference(this, "name")`. */
export function nestedIn(classText: string): ReadonlyMap<string, Nested> {
  const pattern = /= new (?:cdktf\.)?(\w+)\(this, "(\w+)"(?:, (true|false))?\)/g
  return new Map(
    [...classText.matchAll(pattern)].map(([, className = '', name = '', set]) => [
      name,
      {
        name: className.replace(/(List|OutputReference)$/, ''),
        isList: className.endsWith('List'),
        isSet: set === 'true',
      },
    ]),
  )
}
