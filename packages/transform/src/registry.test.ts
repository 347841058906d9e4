import { readdirSync } from 'node:fs'
import { describe, expect, test } from 'vitest'
import { EXAMPLE_MASK_KEY } from './define-transform.ts'
import { REGISTRY } from './registry.ts'

/** Files of this folder that are no transform. */
const MACHINERY = new Set([
  'define-transform.ts',
  'hmac.ts',
  'json-path.ts',
  'local-dates.ts',
  'refuse.ts',
  'registry.ts',
  'render-registry.ts',
])

describe.each(REGISTRY.map((transform) => [transform.name, transform] as const))('%s', (_name, transform) => {
  test.each(transform.examples)('example %#', (example) => {
    expect(transform.apply(example.in, { maskKey: EXAMPLE_MASK_KEY })).toEqual(example.out)
  })

  test('gives the same for the same value, and says what it does', () => {
    const context = { maskKey: EXAMPLE_MASK_KEY }
    for (const { in: value } of transform.examples) {
      expect(transform.apply(value, context)).toEqual(transform.apply(value, context))
    }
    expect(transform.doc).toMatch(/^[A-Z].*\.$/s)
  })

  test('depends on the key exactly when it says that it masks', () => {
    const other = { maskKey: Buffer.alloc(32, 7) }
    const changed = transform.examples.some(
      ({ in: value, out }) => JSON.stringify(transform.apply(value, other)) !== JSON.stringify(out),
    )
    expect(changed).toBe(transform.masks)
  })
})

test('every file of the library is in the registry, in the order of its names', () => {
  const files = readdirSync(import.meta.dirname).filter(
    (file) => file.endsWith('.ts') && !/\.test(-d)?\.ts$/.test(file) && !MACHINERY.has(file),
  )
  const kebab = (name: string) => name.replace(/[A-Z]|100/g, (letter) => `-${letter.toLowerCase()}`)
  const names = REGISTRY.map((transform) => transform.name.replace(/\(.*/, ''))
  expect(new Set(files)).toEqual(new Set(names.map((name) => `${kebab(name)}.ts`)))
  expect(names).toEqual([...names].sort())
})
