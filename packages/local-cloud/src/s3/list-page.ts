import { compareUtf8, type KeyIndex } from './key-index.ts'
import type { ObjectRecord } from './records.ts'

/** What a listing asks for. */
export interface ListQuery {
  readonly prefix: string
  /** '' means none. */
  readonly delimiter: string
  /** Where to go on: after a key, or after everything that starts with a common prefix. */
  readonly after: ListPosition | undefined
  readonly maxKeys: number
}

/** The last entry of a page. */
export type ListPosition = { readonly key: string } | { readonly commonPrefix: string }

/** One page of a listing, in the order of the keys' UTF-8 bytes. */
export interface ListPage {
  readonly contents: readonly ObjectRecord[]
  readonly commonPrefixes: readonly string[]
  /** Present when there is more. */
  readonly next: ListPosition | undefined
}

/** Lists one page. Keys that share a common prefix are skipped in one step, however many there are. */
export function listPage(index: KeyIndex, { prefix, delimiter, after, maxKeys }: ListQuery): ListPage {
  if (maxKeys === 0) return { contents: [], commonPrefixes: [], next: undefined }
  const contents: ObjectRecord[] = []
  const commonPrefixes: string[] = []
  let last: ListPosition | undefined
  let cursor = startOf(index, prefix, after)
  while (cursor !== undefined) {
    let jump: string | undefined
    for (const record of index.from(cursor)) {
      if (!record.key.startsWith(prefix)) return { contents, commonPrefixes, next: undefined }
      if (after !== undefined && 'key' in after && record.key === after.key) continue
      if (contents.length + commonPrefixes.length === maxKeys) return { contents, commonPrefixes, next: last }
      const cut = delimiter === '' ? -1 : record.key.indexOf(delimiter, prefix.length)
      if (cut >= 0) {
        const commonPrefix = record.key.slice(0, cut + delimiter.length)
        commonPrefixes.push(commonPrefix)
        last = { commonPrefix }
        jump = index.firstAfterPrefix(commonPrefix)
        break
      }
      contents.push(record)
      last = { key: record.key }
    }
    cursor = jump
  }
  return { contents, commonPrefixes, next: undefined }
}

function startOf(index: KeyIndex, prefix: string, after: ListPosition | undefined): string | undefined {
  if (after === undefined) return prefix
  if ('commonPrefix' in after) return index.firstAfterPrefix(after.commonPrefix)
  return compareUtf8(after.key, prefix) > 0 ? after.key : prefix
}

/** Positions travel as opaque continuation tokens. */
export function encodePosition(position: ListPosition): string {
  return Buffer.from(JSON.stringify(position)).toString('base64url')
}

/** Undefined when the token is not one of ours. */
export function decodePosition(token: string): ListPosition | undefined {
  try {
    const value: unknown = JSON.parse(Buffer.from(token, 'base64url').toString())
    if (typeof value !== 'object' || value === null) return undefined
    if ('key' in value && typeof value.key === 'string') return { key: value.key }
    if ('commonPrefix' in value && typeof value.commonPrefix === 'string') return { commonPrefix: value.commonPrefix }
    return undefined
  } catch {
    return undefined
  }
}
