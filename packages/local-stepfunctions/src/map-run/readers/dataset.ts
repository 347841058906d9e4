import { StateFailure } from '../../language/failure.ts'
import type { Json } from '../../language/json.ts'

/** One item of a dataset; `key` for the pairs of an object. */
export interface DatasetItem {
  readonly value: Json
  readonly key?: string
  /** Where it came from, when the dataset has several files. */
  readonly source?: string
}

/** What a Distributed Map works on. */
export interface Dataset {
  /** `$$.Map.Item.Source`: `STATE_DATA`, `s3://bucket` or `s3://bucket/key`. */
  readonly source: string
  /** Yields the items in order. @throws StateFailure States.ItemReaderFailed */
  items(): AsyncIterable<DatasetItem>
}

/** The dataset could not be read. */
export function readerFailure(cause: string, options?: ErrorOptions): StateFailure {
  return new StateFailure('States.ItemReaderFailed', cause, options)
}

/** Array elements, or the key/value pairs of an object, as items. */
export function* itemsOf(value: Json[] | { readonly [key: string]: Json }): Generator<DatasetItem> {
  if (Array.isArray(value)) {
    for (const item of value) yield { value: item }
    return
  }
  for (const [key, item] of Object.entries(value)) yield { key, value: item }
}
