import { lookupText } from '@hourglass/contracts/lookups'
import type { LookupRef } from '@hourglass/contracts/lookup-refs'
import type { PackedObjects } from '@hourglass/contracts/store/packed-objects'
import { expect, test } from 'vitest'
import { lookupCache } from './lookup-cache.ts'
import { fingerprintOf, sha256 } from './lookup-snapshots.ts'

const snapshot = (value: string) => ({ columns: ['id', 'plan'], leftOut: 0, rows: new Map([['1', [1, value]]]) })

/** Texts in memory, and which of them were read. */
function textsWith(texts: Readonly<Record<string, string>>) {
  const reads: string[] = []
  const store: Pick<PackedObjects, 'bucket' | 'findPacked'> = {
    bucket: 'b',
    findPacked: (key) => {
      reads.push(key)
      return Promise.resolve(texts[key] ?? null)
    },
  }
  return { reads, store }
}

const refTo = (key: string, text: string): LookupRef => {
  return { table: `t.${key}`, key, sha256: sha256(text), fingerprint: 'f', rows: 1, leftOut: 0, bytes: text.length }
}

test('an object is read once, however many chunks use it, and forgotten when others need the room', async () => {
  const texts = { a: lookupText(snapshot('a')), b: lookupText(snapshot('b')), c: lookupText(snapshot('c')) }
  const { reads, store } = textsWith(texts)
  const cache = lookupCache(store, texts.a.length * 2)
  const [a, b, c] = [refTo('a', texts.a), refTo('b', texts.b), refTo('c', texts.c)]
  for (const refs of [[a], [a, b], [b, a]]) await cache.rowsOf(refs)
  expect(reads).toEqual(['a', 'b'])
  const tables = await cache.rowsOf([c])
  expect(tables.get('t.c')?.rows.get('1')).toEqual([1, 'c'])
  await cache.rowsOf([a])
  expect(reads).toEqual(['a', 'b', 'c'])
  await cache.rowsOf([b])
  expect(reads).toEqual(['a', 'b', 'c', 'b'])
})

test('fails when the object is gone or is not what the plan recorded', async () => {
  const { store } = textsWith({ a: lookupText(snapshot('other')) })
  const cache = lookupCache(store)
  await expect(cache.rowsOf([refTo('a', lookupText(snapshot('a')))])).rejects.toThrow('checksum differs')
  await expect(cache.rowsOf([refTo('gone', '')])).rejects.toMatchObject({ name: 'ObjectMissingError' })
})

test('a fingerprint is of the columns that are taken', () => {
  const of = (name: string, plan: string) =>
    fingerprintOf({ columns: ['id', 'name', 'plan'], leftOut: 0, rows: new Map([['1', [1, name, plan]]]) }, ['plan'])
  expect(of('a', 'trial')).toBe(of('b', 'trial'))
  expect(of('a', 'trial')).not.toBe(of('a', 'team'))
})

test('says which object is gone; what a chunk needs is kept, whatever its size', async () => {
  const texts = { a: lookupText(snapshot('a')), b: lookupText(snapshot('b')) }
  const { reads, store } = textsWith(texts)
  const cache = lookupCache(store, 1)
  await expect(cache.rowsOf([refTo('gone', '')])).rejects.toThrow('there is no object s3://b/gone; start a new run')
  reads.length = 0
  const [a, b] = [refTo('a', texts.a), refTo('b', texts.b)]
  for (const refs of [[a, b], [b, a], [a]]) await cache.rowsOf(refs)
  expect(reads).toEqual(['a', 'b'])
  await cache.rowsOf([b])
  expect(reads).toEqual(['a', 'b', 'b'])
})

test('a worker keeps 48 MB of texts', async () => {
  const texts = { a: lookupText(snapshot('a')), b: lookupText(snapshot('b')) }
  const { reads, store } = textsWith(texts)
  const cache = lookupCache(store)
  const [a, b] = [refTo('a', texts.a), { ...refTo('b', texts.b), bytes: 48 * 1024 * 1024 - texts.a.length }]
  for (const refs of [[a], [b], [a]]) await cache.rowsOf(refs)
  expect(reads).toEqual(['a', 'b'])
  await cache.rowsOf([{ ...b, bytes: b.bytes + 1 }])
  await cache.rowsOf([a])
  expect(reads).toEqual(['a', 'b', 'a'])
})
