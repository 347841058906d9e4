import { writeNull, writeText } from '@hourglass/catalog-kit/copy-text'
import type { Cell, Conversion, CopySink } from '@hourglass/catalog-kit/kind'
import { type Column, sourceKind, type Table } from '@hourglass/catalog-kit/table'
import type { TransformContext } from '@hourglass/catalog-kit/transform'
import type { CellPositions } from './wire.ts'

/** Why a row cannot cross. */
export interface Refusal {
  readonly column: string
  readonly reason: string
}

/** Compiled once per table, used for one chunk: it counts. */
export interface RowEncoder {
  /**
   * Appends the row as one line of COPY text, columns in catalog order. A row that cannot cross leaves the sink as it
   * was and counts no conversion.
   */
  encode(bytes: Buffer, cells: CellPositions, sink: CopySink): Refusal | null
  /** `column: conversion` -> number of values in rows that crossed. */
  conversions(): Readonly<Record<string, number>>
}

/** Thrown by a cell's `reject` through the kind's code, caught by the row. No stack: it is no failure. */
class Rejected {
  readonly reason: string
  constructor(reason: string) {
    this.reason = reason
  }
}

type WriteCell = (bytes: Buffer, start: number, end: number, sink: CopySink) => void

const TAB = 0x09
const NEWLINE = 0x0a

/** Compiles the encoder of a table. A column without a transform goes from wire bytes to COPY bytes by its kind. */
export function compileEncoder(table: Table, context: TransformContext): RowEncoder {
  const counts = new Map<string, number>()
  const noted: string[] = []
  const names = Object.keys(table.columns)
  const writers = Object.entries(table.columns).map(([name, column]) => {
    const cell = cellOf(column, (conversion) => noted.push(`${name}: ${conversion}`))
    return column.using ? transformed(column, cell, context) : transcoded(column, cell)
  })

  return {
    encode(bytes, { starts, ends }, sink) {
      const before = sink.length
      let i = 0
      try {
        for (; i < writers.length; i++) {
          // One writer and one cell per column.
          const write = writers[i] as WriteCell
          write(bytes, starts[i] as number, ends[i] as number, sink)
          sink.reserve(1)
          sink.buffer[sink.length++] = i === writers.length - 1 ? NEWLINE : TAB
        }
      } catch (thrown) {
        sink.length = before
        noted.length = 0
        if (thrown instanceof Rejected) return { column: names[i] ?? '', reason: thrown.reason }
        throw thrown
      }
      if (noted.length > 0) {
        for (const key of noted) counts.set(key, (counts.get(key) ?? 0) + 1)
        noted.length = 0
      }
      return null
    },
    conversions: () => Object.fromEntries(counts),
  }
}

function cellOf({ nullable }: Column, note: (conversion: Conversion) => void): Cell {
  return {
    nullable,
    note,
    reject(reason) {
      throw new Rejected(reason)
    },
  }
}

function transcoded(column: Column, cell: Cell): WriteCell {
  const kind = sourceKind(column)
  return (bytes, start, end, sink) => {
    if (start < 0) writeNullCell(cell, sink, NULL_IN_SOURCE)
    else kind.transcode(bytes, start, end, sink, cell)
  }
}

function transformed(column: Column, cell: Cell, context: TransformContext): WriteCell {
  const { kind, using } = column
  const source = sourceKind(column)
  return (bytes, start, end, sink) => {
    if (start < 0) return writeNullCell(cell, sink, NULL_IN_SOURCE)
    const value = source.decode(bytes.subarray(start, end), cell)
    if (value === null) return writeNullCell(cell, sink, 'the value became NULL in a column that is not nullable')
    let changed: unknown = value
    try {
      changed = using?.apply(value, context)
    } catch (error) {
      // The error's text may quote the value.
      cell.reject(`the transform ${using?.name} failed with ${error instanceof Error ? error.name : 'an error'}`)
    }
    if (changed === null || changed === undefined) {
      return writeNullCell(cell, sink, `the transform ${using?.name} gave NULL in a column that is not nullable`)
    }
    return writeText(kind.encode(changed, cell), sink)
  }
}

const NULL_IN_SOURCE = 'NULL in a column that the catalog says is not nullable'

function writeNullCell(cell: Cell, sink: CopySink, otherwise: string): void {
  if (!cell.nullable) cell.reject(otherwise)
  writeNull(sink)
}
