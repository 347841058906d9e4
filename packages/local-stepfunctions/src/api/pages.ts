import { ApiError } from './api-error.ts'

/** One page of a list. */
export interface Page<T> {
  readonly items: readonly T[]
  readonly nextToken: string | undefined
}

/**
 * Cuts a page out of a list. Tokens name the last entry of the page before, so that entries which come in at the
 * front meanwhile do no harm.
 * @throws ApiError InvalidToken
 */
export function pageOf<T>(
  list: readonly T[],
  keyOf: (item: T) => string,
  options: { size: number | undefined; token: string | undefined },
): Page<T> {
  const size = options.size === undefined || options.size === 0 ? 100 : options.size
  const start = options.token === undefined ? 0 : startAfter(list, keyOf, options.token)
  const items = list.slice(start, start + size)
  const last = items.at(-1)
  const hasMore = start + size < list.length && last !== undefined
  return { items, nextToken: hasMore ? Buffer.from(keyOf(last)).toString('base64url') : undefined }
}

function startAfter<T>(list: readonly T[], keyOf: (item: T) => string, token: string): number {
  const key = Buffer.from(token, 'base64url').toString('utf8')
  const index = list.findIndex((item) => keyOf(item) === key)
  if (index < 0) throw new ApiError('InvalidToken', `Invalid Token: '${token}'`)
  return index + 1
}

/** `{ nextToken }` when there is one. */
export function tokenField(token: string | undefined): { readonly nextToken?: string } {
  return token === undefined ? {} : { nextToken: token }
}
