import { copyField } from '@hourglass/catalog-kit/copy-text'
import { isComputed } from '@hourglass/catalog-kit/inputs'
import type { Cell } from '@hourglass/catalog-kit/kind'
import { type Column, sourceKind, sourceName, type Table } from '@hourglass/catalog-kit/table'
import type { MemoryRow } from './memory-database.ts'

/** A row that crossed: one line of COPY text, and what became of its values (`column: conversion`). */
export interface Crossing {
  readonly line: string
  readonly notes: readonly string[]
}

/** Why a row did not. */
export class Refused {
  readonly column: string
  readonly reason: string
  constructor(column: string, reason: string) {
    this.column = column
    this.reason = reason
  }
}

/** The way of every column of a row by its kind's `decode` and `encode`, slowly and by the book. */
export function crossRow(table: Table, row: MemoryRow, maskKey: Buffer): Crossing | Refused {
  const notes: string[] = []
  try {
    const fields = Object.entries(table.columns).map(([name, column]) => {
      const cell = cellOf(name, column, notes)
      const value = valueOf(name, column, row, cell, maskKey)
      return copyField(value === null ? null : column.kind.encode(value, cell))
    })
    return { line: `${fields.join('\t')}\n`, notes }
  } catch (thrown) {
    if (thrown instanceof Refused) return thrown
    throw thrown
  }
}

/** The values of a row before they are encoded; null for one that cannot cross. */
export function decodeRow(table: Table, row: MemoryRow): readonly unknown[] | null {
  try {
    return Object.entries(table.columns).map(([name, column]) =>
      valueOf(name, column, row, cellOf(name, column, []), Buffer.alloc(0)),
    )
  } catch (thrown) {
    if (thrown instanceof Refused) return null
    throw thrown
  }
}

function cellOf(name: string, { nullable }: Column, notes: string[]): Cell {
  return {
    nullable,
    note: (conversion) => void notes.push(`${name}: ${conversion}`),
    reject(reason) {
      throw new Refused(name, reason)
    },
  }
}

function valueOf(name: string, column: Column, row: MemoryRow, cell: Cell, maskKey: Buffer): unknown {
  if (isComputed(column)) throw new Error(`the memory source carries no computed column, as "${name}" is`)
  const text = row[sourceName(name, column)] ?? null
  const decoded = text === null ? null : sourceKind(column).decode(Buffer.from(text, 'utf8'), cell)
  const value = decoded === null || !column.using ? decoded : column.using.apply(decoded, { maskKey })
  if (value === null || value === undefined) {
    return cell.nullable ? null : cell.reject('NULL in a column that is not nullable')
  }
  return value
}
