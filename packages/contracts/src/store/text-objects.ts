import type { ObjectRef } from '../steps.ts'

/** Pages for people. */
export interface TextObjects {
  /** Writes a text, replacing what was there. */
  putText(key: string, text: string, contentType: string): Promise<ObjectRef>
}
