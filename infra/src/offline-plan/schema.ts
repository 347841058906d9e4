/*
 * A provider's schema as Terraform takes it, in the part that can be read from the bindings.
 */

/** A type in cty's JSON form, e.g. `"string"`, `["list", "string"]`, `["object", {"arn": "string"}]`. */
export type CtyType =
  | 'string'
  | 'number'
  | 'bool'
  | readonly ['list' | 'set' | 'map', CtyType]
  | readonly ['object', Readonly<Record<string, CtyType>>]

export interface Attribute {
  readonly name: string
  readonly type: CtyType
  readonly required: boolean
  readonly optional: boolean
  readonly computed: boolean
}

export interface NestedBlock {
  readonly name: string
  readonly nesting: 'LIST' | 'SET' | 'SINGLE'
  readonly required: boolean
  readonly block: Block
}

export interface Block {
  readonly attributes: readonly Attribute[]
  readonly blocks: readonly NestedBlock[]
}
