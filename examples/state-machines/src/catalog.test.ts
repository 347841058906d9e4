import { afterEach, beforeEach, expect, test, vi } from 'vitest'
import { EXAMPLES } from './catalog.ts'
import { runExample } from './run-example.ts'

let printed = ''
beforeEach(() => {
  printed = ''
  vi.spyOn(process.stdout, 'write').mockImplementation((text) => {
    printed += String(text)
    return true
  })
})
afterEach(() => {
  vi.restoreAllMocks()
})

test.each(Object.entries(EXAMPLES))(
  '%s succeeds, and shows its events, its Map Run and a child',
  async (name, example) => {
    expect(await runExample(name, example)).toBe('SUCCEEDED')
    for (const part of ['MapRunSucceeded', '== Map Run', '== One child execution']) expect(printed).toContain(part)
  },
)
