import { readdirSync } from 'node:fs'
import { expect, test } from 'vitest'
import { col } from './col.ts'
import { KIND_LIST } from './kind-list.ts'

const named = new Set(KIND_LIST.map((kind) => kind.name))

test('every kind is in the list and has a builder of its name', () => {
  const files = readdirSync(`${import.meta.dirname}/../kinds`).filter((file) => !file.endsWith('.test.ts'))
  const fromFiles = files.map((file) =>
    file.replace('.ts', '').replace(/-(.)/g, (_dash, letter: string) => letter.toUpperCase()),
  )
  expect(new Set(fromFiles)).toEqual(named)
  expect(new Set(Object.keys(col))).toEqual(named)
})

test('kinds are frozen, sound by themselves, and say what they read', () => {
  for (const kind of KIND_LIST) {
    expect([kind.name, Object.isFrozen(kind), kind.problems]).toEqual([kind.name, true, []])
    expect([kind.name, kind.mysqlTypes.length > 0]).toEqual([kind.name, true])
    expect([kind.name, kind.mysqlKeyBind.split('?')]).toEqual([kind.name, [expect.any(String), expect.any(String)]])
  }
})
