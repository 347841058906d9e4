import fc from 'fast-check'
import { expect, test } from 'vitest'
import { cellPositions, locateCells } from './wire.ts'

/** Text-protocol encoding of a row, written apart from the reader. */
function encodeRow(cells: readonly (Buffer | null)[]): Buffer {
  return Buffer.concat(
    cells.flatMap((cell) => {
      if (cell === null) return [Buffer.from([0xfb])]
      const length = cell.length
      if (length < 251) return [Buffer.from([length]), cell]
      const head = Buffer.alloc(length < 2 ** 16 ? 3 : length < 2 ** 24 ? 4 : 9)
      head[0] = head.length === 3 ? 0xfc : head.length === 4 ? 0xfd : 0xfe
      head.writeUIntLE(length, 1, Math.min(6, head.length - 1))
      return [head, cell]
    }),
  )
}

const LENGTHS = [0, 1, 250, 251, 252, 255, 256, 65_535, 65_536, 70_000]
const cell = fc.option(fc.constantFrom(...LENGTHS).map((length) => Buffer.alloc(length, 0xfb)))

test('finds every cell, anywhere in a buffer', () => {
  fc.assert(
    fc.property(fc.array(cell, { minLength: 1, maxLength: 8 }), fc.nat(9), (cells, before) => {
      const row = encodeRow(cells)
      const bytes = Buffer.concat([Buffer.alloc(before, 1), row, Buffer.alloc(3, 2)])
      const positions = cellPositions(cells.length)
      expect(locateCells(bytes, before, before + row.length, positions)).toBe(true)
      for (const [i, expected] of cells.entries()) {
        const start = positions.starts[i] ?? 0
        const found = start < 0 ? null : bytes.subarray(start, positions.ends[i])
        expect(found === null ? expected === null : expected?.equals(found)).toBe(true)
      }
    }),
  )
})

test('a cell of 16 MB and more has its length in 8 bytes', () => {
  const big = Buffer.alloc(2 ** 24, 7)
  const row = encodeRow([null, big])
  const positions = cellPositions(2)
  expect(locateCells(row, 0, row.length, positions)).toBe(true)
  expect(positions.starts[0]).toBe(-1)
  expect((positions.ends[1] ?? 0) - (positions.starts[1] ?? 0)).toBe(2 ** 24)
})

test('fails when a row has more or fewer cells than columns, or ends within one', () => {
  const row = encodeRow([Buffer.from('ab'), Buffer.alloc(300)])
  expect(locateCells(row, 0, row.length, cellPositions(1))).toBe(false)
  expect(locateCells(row, 0, row.length, cellPositions(3))).toBe(false)
  expect(locateCells(row, 0, row.length - 1, cellPositions(2))).toBe(false)
  expect(locateCells(row, 0, 4, cellPositions(2))).toBe(false)
})

test('fails, and reads nothing behind the buffer, when a row ends within the length of a cell', () => {
  for (const head of [0xfc, 0xfd, 0xfe]) {
    expect(locateCells(Buffer.from([head, 1]), 0, 2, cellPositions(1))).toBe(false)
  }
  expect(locateCells(Buffer.from([0xfc, 0, 0]), 0, 3, cellPositions(1))).toBe(true)
})
