import { StateFailure, runtimeFailure } from '../language/failure.ts'
import { byteLength, type Json, PAYLOAD_LIMIT_BYTES } from '../language/json.ts'
import type { ItemBatcher } from '../language/definition.ts'
import type { StateIo } from '../run/state-io.ts'

/** Sizes of batches, evaluated once for each Map Run. */
export interface BatchRules {
  readonly maxItems: number
  /** Bytes of the child input's JSON text. */
  readonly maxBytes: number
  /** JSON text of BatchInput; undefined when the state has none. */
  readonly batchInput: string | undefined
}

/** Evaluates ItemBatcher. @throws StateFailure States.Runtime when a size is no positive integer */
export async function batchRules(batcher: ItemBatcher, io: StateIo): Promise<BatchRules> {
  const maxItems = await io.integer('MaxItemsPerBatch', batcher, 'ItemBatcher')
  const maxBytes = await io.integer('MaxInputBytesPerBatch', batcher, 'ItemBatcher')
  for (const [name, value] of [
    ['MaxItemsPerBatch', maxItems],
    ['MaxInputBytesPerBatch', maxBytes],
  ] as const) {
    if (value !== undefined && value <= 0) throw runtimeFailure(`${name} must be a positive integer but was ${value}.`)
  }
  if (maxBytes !== undefined && maxBytes > PAYLOAD_LIMIT_BYTES) {
    throw runtimeFailure(`MaxInputBytesPerBatch must not be more than ${PAYLOAD_LIMIT_BYTES} but was ${maxBytes}.`)
  }
  const batchInput =
    batcher.BatchInput === undefined
      ? undefined
      : JSON.stringify(await io.template(batcher.BatchInput, 'ItemBatcher/BatchInput'))
  return { maxItems: maxItems ?? Number.POSITIVE_INFINITY, maxBytes: maxBytes ?? PAYLOAD_LIMIT_BYTES, batchInput }
}

/** Puts items together into the inputs of children. */
export class Batcher {
  private readonly rules: BatchRules | undefined
  private readonly emit: (input: string, itemCount: number) => void
  private readonly prefix: string
  private items: string[] = []
  private bytes = 0

  /** Without `rules` each item is an input of its own. `emit` gets the JSON text of each child's input. */
  constructor(rules: BatchRules | undefined, emit: (input: string, itemCount: number) => void) {
    this.rules = rules
    this.emit = emit
    this.prefix = rules?.batchInput === undefined ? '{"Items":[' : `{"BatchInput":${rules.batchInput},"Items":[`
  }

  /** Takes the next item. @throws StateFailure States.DataLimitExceeded when it does not fit into any child input */
  add(item: Json): void {
    const text = JSON.stringify(item)
    const size = byteLength(text)
    if (this.rules === undefined) {
      if (size > PAYLOAD_LIMIT_BYTES) throw tooLarge(size, PAYLOAD_LIMIT_BYTES)
      this.emit(text, 1)
      return
    }
    const { maxBytes, maxItems } = this.rules
    const frame = byteLength(this.prefix) + ']}'.length
    if (frame + size > maxBytes) throw tooLarge(frame + size, maxBytes)
    // Every item but the first brings a comma.
    if (this.items.length > 0 && frame + this.bytes + 1 + size > maxBytes) this.flush()
    this.bytes += size + (this.items.length > 0 ? 1 : 0)
    this.items.push(text)
    if (this.items.length >= maxItems) this.flush()
  }

  /** Gives out the last batch. */
  flush(): void {
    if (this.items.length === 0) return
    this.emit(`${this.prefix}${this.items.join(',')}]}`, this.items.length)
    this.items = []
    this.bytes = 0
  }
}

function tooLarge(size: number, limit: number): StateFailure {
  return new StateFailure(
    'States.DataLimitExceeded',
    `The input of a child workflow execution is ${size} bytes; at most ${limit} bytes are allowed.`,
  )
}
