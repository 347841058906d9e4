import { decode, encode, ExtData, ExtensionCodec } from '@msgpack/msgpack'
import type { Block } from './schema.ts'

/*
 * Terraform exchanges values as MessagePack, with extension types for what is unknown
 * (https://github.com/zclconf/go-cty/blob/main/docs/json.md and cty/msgpack).
 */

const UNKNOWN_TYPE = 0
const REFINED_UNKNOWN_TYPE = 12
const UNKNOWN = new ExtData(UNKNOWN_TYPE, new Uint8Array([0]))

/** Passes unknown values through as they came. */
const codec = new ExtensionCodec()
for (const type of [UNKNOWN_TYPE, REFINED_UNKNOWN_TYPE]) {
  codec.register({
    type,
    encode: () => null,
    decode: (data) => new ExtData(type, data),
  })
}

/** The state that a resource will have: what is computed and not given becomes "known after apply". */
export function plannedState(proposed: Uint8Array, schema: Block): Uint8Array {
  const state = decode(proposed, { extensionCodec: codec, useBigInt64: true })
  return encode(planBlock(state, schema), { extensionCodec: codec, useBigInt64: true })
}

function planBlock(state: unknown, schema: Block): unknown {
  if (!isObject(state)) return state
  const planned = { ...state }
  for (const { name, computed } of schema.attributes) {
    if (computed && planned[name] === null) planned[name] = UNKNOWN
  }
  for (const { name, block } of schema.blocks) {
    const inner = planned[name]
    planned[name] = Array.isArray(inner) ? inner.map((item) => planBlock(item, block)) : planBlock(inner, block)
  }
  return planned
}

function isObject(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null && !(value instanceof ExtData) && !Array.isArray(value)
}
