import { col } from '@hourglass/catalog-kit/col'
import { copyField, createCopySink } from '@hourglass/catalog-kit/copy-text'
import type { Columns, Table } from '@hourglass/catalog-kit/table'
import type { Transform } from '@hourglass/catalog-kit/transform'
import fc from 'fast-check'
import { expect, test } from 'vitest'
import { compileEncoder } from './encoder.ts'
import type { CellPositions } from './wire.ts'

const CONTEXT = { maskKey: Buffer.from('key') }

function tableOf(columns: Columns): Table {
  return {
    source: 't',
    target: 'analytics.t',
    doc: 'Test.',
    owner: 'tests',
    columns,
    primaryKey: ['id'],
    split: { by: 'id', rows: 1000 },
    load: { mode: 'replace' },
  }
}

function transform(apply: Transform<string, string | null>['apply']): Transform<string, string | null> {
  return { name: 'testTransform', doc: 'Test.', masks: false, apply }
}

/** A row's bytes and where its cells are. */
function rowOf(cells: readonly (string | null)[]): { readonly bytes: Buffer; readonly positions: CellPositions } {
  const buffers = cells.map((cell) => Buffer.from(cell ?? '', 'utf8'))
  const positions = { starts: new Int32Array(cells.length), ends: new Int32Array(cells.length) }
  let at = 0
  for (const [i, buffer] of buffers.entries()) {
    positions.starts[i] = cells[i] === null ? -1 : at
    at += buffer.length
    positions.ends[i] = at
  }
  return { bytes: Buffer.concat(buffers), positions }
}

function encode(table: Table, rows: readonly (readonly (string | null)[])[]) {
  const encoder = compileEncoder(table, CONTEXT)
  const sink = createCopySink(1)
  const refusals = rows.map((cells) => {
    const { bytes, positions } = rowOf(cells)
    return encoder.encode(bytes, positions, sink)
  })
  return { text: sink.buffer.toString('utf8', 0, sink.length), refusals, conversions: encoder.conversions() }
}

const id = col.int({ doc: 'Key.' })
const text = { kind: col.text({ doc: '' }).kind, doc: 'Text.', pii: false }

test('transforms see values and the masking key, and what they give is escaped', () => {
  const upper = transform((value, { maskKey }) => `${value.toUpperCase()}\t${maskKey.toString()}`)
  const table = tableOf({ id, v: { ...text, nullable: false, using: upper } })
  expect(encode(table, [['1', 'é\n']]).text).toBe('1\tÉ\\n\\tkey\n')
})

test('NULL never reaches a transform; what a transform makes NULL is NULL where the column may be', () => {
  const table = tableOf({
    id,
    v: { ...text, nullable: true, using: transform((value) => (value === '' ? null : value)) },
  })
  expect(
    encode(table, [
      ['1', null],
      ['2', ''],
      ['3', 'x'],
    ]).text,
  ).toBe('1\t\\N\n2\t\\N\n3\tx\n')
})

test.for<[string, Transform<string, string | null>, string | null, string]>([
  ['NULL from MySQL', transform((value) => value), null, 'NULL in a column that the catalog says is not nullable'],
  [
    'NULL from a transform',
    transform(() => null),
    'x',
    'the transform testTransform gave NULL in a column that is not nullable',
  ],
  [
    'an error of a transform, whose text is not repeated',
    transform((value) => {
      throw new RangeError(`bad: ${value}`)
    }),
    'secret',
    'the transform testTransform failed with RangeError',
  ],
  [
    'half a character',
    transform((value) => value.slice(0, 1)),
    '😀',
    'the transform returned text with half a character',
  ],
  ['a NUL character', transform(() => 'a\0'), 'x', 'the transform returned text with a NUL character'],
])('a row is refused for %s, and the others stay whole', ([, using, cell, reason]) => {
  const table = tableOf({ id, first: { ...text, nullable: true }, v: { ...text, nullable: false, using } })
  const only = { ...using, apply: (value: string) => (value === 'fine' ? value : using.apply(value, CONTEXT)) }
  const guarded = tableOf({ ...table.columns, v: { ...text, nullable: false, using: only } })
  const { text: written, refusals } = encode(guarded, [
    ['1', 'a', 'fine'],
    ['2', 'b', cell],
    ['3', 'c', 'fine'],
  ])
  expect(written).toBe('1\ta\tfine\n3\tc\tfine\n')
  expect(refusals).toEqual([null, { column: 'v', reason }, null])
})

test('conversions of a refused row do not count', () => {
  const table = tableOf({ id, a: { ...text, nullable: false }, b: { ...text, nullable: false } })
  const { conversions } = encode(table, [
    ['1', 'x\0', null],
    ['2', 'x\0', 'y'],
    ['3', 'x', 'y\0\0'],
  ])
  expect(conversions).toEqual({ 'a: nul-character-removed': 1, 'b: nul-character-removed': 1 })
})

test('errors that are no refusals pass', () => {
  const kind = { ...text.kind, transcode: () => expect.fail('a bug') }
  const table = tableOf({ id, v: { ...text, kind, nullable: false } })
  expect(() => encode(table, [['1', 'x']])).toThrow('a bug')
})

test('a column that reads another kind than it writes is decoded by the one and encoded by the other', () => {
  const length = { name: 'length', doc: 'Length.', masks: false, apply: (value: unknown) => String(value).length }
  const table = tableOf({
    id,
    v: { kind: col.int({ doc: '' }).kind, reads: text.kind, doc: 'Length.', nullable: true, pii: false, using: length },
  })
  expect(encode(table, [['1', '😀a']]).text).toBe('1\t3\n')
})

test('writes what the plain reference writes, for any text', () => {
  const table = tableOf({
    id,
    plain: { ...text, nullable: true },
    changed: { ...text, nullable: true, using: transform((value) => value) },
  })
  const cell = fc.option(fc.string({ unit: 'binary' }).map((value) => value.replaceAll('\0', '')))
  fc.assert(
    fc.property(fc.array(fc.tuple(cell, cell), { maxLength: 5 }), (pairs) => {
      const rows = pairs.map(([a, b], i) => [String(i), a, b])
      const expected = rows.map((row) => `${row.map(copyField).join('\t')}\n`).join('')
      expect(encode(table, rows).text).toBe(expected)
    }),
  )
})
