import { existsSync } from 'node:fs'
import { join } from 'node:path'
import { afterEach, expect, test } from 'vitest'
import { TemporaryDirectory } from '../engine/spill.ts'
import { TextStore } from './text-store.ts'

const directory = new TemporaryDirectory()
afterEach(() => directory.dispose())

test('texts are the same in memory and in the file they move to', () => {
  const store = new TextStore(directory, 'texts')
  const texts = Array.from({ length: 40 }, (_, index) => `${index} é `.repeat(100_000))
  for (const text of texts) store.add(text)
  expect(existsSync(join(directory.path(), 'texts'))).toBe(true)
  expect(store.length).toBe(40)
  expect(texts.every((text, index) => store.get(index) === text)).toBe(true)
  expect(() => store.get(40)).toThrow(RangeError)
  store.dispose()
  expect(existsSync(join(directory.path(), 'texts'))).toBe(false)
})
