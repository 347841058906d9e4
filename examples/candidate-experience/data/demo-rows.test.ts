import { isUtf8 } from 'node:buffer'
import type { Cell } from '@hourglass/catalog-kit/kind'
import { sourceKind, sourceName } from '@hourglass/catalog-kit/table'
import { describe, expect, test } from 'vitest'
import { catalog } from '../catalog.ts'
import type { DemoTable } from './demo-table.ts'
import { DEMO_TABLES } from './demo-tables.ts'
import { demoRows, makeWorld } from './generate.ts'
import { PII_MARKER, PII_PHONE } from './people.ts'
import { FIXED_ROWS } from './phrases.ts'
import { SeededRandom, streamOf } from './random.ts'
import { MIN_ROWS, scaleOf } from './scale.ts'
import { answers } from './survey-tables.ts'

const NOW = Date.UTC(2026, 10, 23, 9)

test.each([MIN_ROWS, 300_000, 1_000_003, 100_000_000])('%i rows are spread over all tables, none lost', (rows) => {
  const scale = scaleOf(rows, FIXED_ROWS)
  const counts = DEMO_TABLES.map((table) => table.count(scale))
  expect(counts.reduce((sum, count) => sum + count, 0)).toBe(rows)
  expect(Math.min(...counts)).toBeGreaterThan(0)
  expect(scale.answers / rows).toBeGreaterThan(rows === MIN_ROWS ? 0.65 : 0.7)
})

test('the last of 72 million answers is made without the ones before it', () => {
  const world = makeWorld(100_000_000, 1, NOW)
  const last = answers.count(world.scale) - 1
  const random = new SeededRandom().startRow(1, streamOf('answers'), last)
  const row = answers.row(last, world, random)
  expect(row[0]).toBe(last + 1)
  expect(row[1]).toBe(world.scale.responses)
})

test('the same seed gives the same rows, another seed others', () => {
  const rows = (seed: number) =>
    JSON.stringify([...demoRows(answers, makeWorld(MIN_ROWS, seed, NOW), seed)].slice(0, 500))
  expect(rows(1)).toBe(rows(1))
  expect(rows(1)).not.toBe(rows(2))
})

describe('30,000 rows', () => {
  const world = makeWorld(30_000, 5, NOW)
  const rowsOf = (table: DemoTable) => [...demoRows(table, world, 5)]

  test('keys never come twice', () => {
    for (const table of catalog) {
      const demo = DEMO_TABLES.find(({ name }) => name === table.source)
      const places = table.primaryKey.map((key) => demo?.columns.indexOf(key) ?? -1)
      const keys = demo ? rowsOf(demo).map((row) => JSON.stringify(places.map((place) => row[place]))) : []
      expect([table.source, new Set(keys).size]).toEqual([table.source, keys.length])
    }
  })

  test('hold what real data holds: NULL, empty, NUL, line breaks, emoji, zero dates, dates that mean none, keys beyond 2^63', () => {
    const values = DEMO_TABLES.flatMap(rowsOf).flat()
    const texts = values.filter((value) => typeof value === 'string')
    expect(values).toContain(null)
    for (const odd of ['', 'NULL', '\\N']) expect(texts).toContain(odd)
    for (const piece of [
      '\0',
      '\r\n',
      '👩🏽‍💻',
      '0000-00-00',
      '-00-00',
      '9999-12-31',
      '1970-01-01',
      '1900-01-01',
      'です',
      'شكرا',
    ]) {
      expect([piece, texts.some((value) => value.includes(piece))]).toEqual([piece, true])
    }
    expect(texts.some((value) => /^92233720368\d+$/.test(value))).toBe(true)
    expect(texts.every((value) => isUtf8(Buffer.from(value)))).toBe(true)
  })

  test('no planted personal value is left where the catalog masks or redacts', () => {
    const isMarked = (value: unknown) =>
      typeof value === 'string' && (value.toLowerCase().includes(PII_MARKER) || value.includes(PII_PHONE))
    const cell: Cell = { nullable: true, note: () => undefined, reject: (reason) => expect.fail(reason) }
    const maskKey = Buffer.alloc(32, 3)
    let planted = 0
    for (const table of catalog) {
      const demo = DEMO_TABLES.find(({ name }) => name === table.source)
      for (const [name, column] of Object.entries(table.columns)) {
        const place = demo?.columns.indexOf(sourceName(name, column)) ?? -1
        const given = demo && place >= 0 ? rowsOf(demo).map((row) => row[place]) : []
        const marked = given.filter(isMarked)
        planted += marked.length
        for (const value of marked) {
          const decoded = sourceKind(column).decode(Buffer.from(String(value)), cell)
          const out = column.using?.apply(decoded, { maskKey }) ?? decoded
          expect([table.target, name, isMarked(out)]).toEqual([table.target, name, false])
        }
      }
    }
    expect(planted).toBeGreaterThan(1_000)
  })
})
