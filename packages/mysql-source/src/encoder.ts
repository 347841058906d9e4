import { writeNull, writeText } from '@hourglass/catalog-kit/copy-text'
import { isComputed } from '@hourglass/catalog-kit/inputs'
import type { Cell, CopySink } from '@hourglass/catalog-kit/kind'
import { selectPlan } from '@hourglass/catalog-kit/render-select'
import { sourceKind, type Table } from '@hourglass/catalog-kit/table'
import { present } from '@hourglass/core/errors'
import { compileRead, NULL_IN_SOURCE, nullIn, type ReadColumn, type ReadContext } from './read-column.ts'
import { noting, type Refusal, Rejected } from './row-cells.ts'
import type { CellPositions } from './wire.ts'

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

/** Writes the field of one column. */
type WriteField = (bytes: Buffer, cells: CellPositions, sink: CopySink) => void

const TAB = 0x09
const NEWLINE = 0x0a

/** Compiles the encoder of a table. A column without a transform goes from wire bytes to COPY bytes by its kind. */
export function compileEncoder(table: Table, context: ReadContext): RowEncoder {
  const notes = noting()
  const names = Object.keys(table.columns)
  const { places } = selectPlan(table)
  const writers = Object.entries(table.columns).map(([name, column]) => {
    const { cell, note } = notes.cellOf(name, column)
    const read: ReadColumn = { name, column, places: places[name] ?? [], cell, context, note }
    return column.using !== undefined || isComputed(column) ? byValue(read) : transcoded(read)
  })

  return {
    encode(bytes, cells, sink) {
      const before = sink.length
      let i = 0
      try {
        for (; i < writers.length; i++) {
          // One writer per column.
          const write = writers[i] as WriteField
          write(bytes, cells, sink)
          sink.reserve(1)
          sink.buffer[sink.length++] = i === writers.length - 1 ? NEWLINE : TAB
        }
      } catch (thrown) {
        sink.length = before
        notes.drop()
        if (thrown instanceof Rejected)
          return { column: present(names[i], `the name of column ${i}`), reason: thrown.reason }
        throw thrown
      }
      notes.keep()
      return null
    },
    conversions: notes.counts,
  }
}

function transcoded({ column, places, cell }: ReadColumn): WriteField {
  const kind = sourceKind(column)
  const [place = 0] = places
  return (bytes, { starts, ends }, sink) => {
    const start = starts[place] as number // one place per expression of the select list
    if (start < 0) writeNullIn(cell, sink)
    else kind.transcode(bytes, start, ends[place] as number, sink, cell)
  }
}

function byValue(read: ReadColumn): WriteField {
  const { column, cell } = read
  const value = compileRead(read)
  return (bytes, cells, sink) => {
    const found = value(bytes, cells)
    if (found === null) writeNull(sink)
    else writeText(column.kind.encode(found, cell), sink)
  }
}

function writeNullIn(cell: Cell, sink: CopySink): void {
  nullIn(cell, NULL_IN_SOURCE)
  writeNull(sink)
}
