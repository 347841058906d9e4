import type { ObjectRef } from '../steps.ts'

/** Anything that turns JSON text into a checked value: a zod schema. */
export interface Parser<T> {
  parse(value: unknown): T
}

/** Small objects: plans, records, manifests, reports. */
export interface JsonObjects {
  readonly bucket: string
  /** Writes JSON, replacing what was there. */
  putJson(key: string, value: unknown): Promise<ObjectRef>
  /** Writes JSON unless the key exists (If-None-Match: *); says whether this call wrote it. */
  putJsonOnce(key: string, value: unknown): Promise<{ readonly written: boolean }>
  /** @throws ObjectMissingError when there is no such object; InvalidInputError when it does not parse. */
  getJson<T>(key: string, parser: Parser<T>): Promise<T>
  /** The same, null when there is no such object. */
  findJson<T>(key: string, parser: Parser<T>): Promise<T | null>
}
