import { quoteMysql } from '@hourglass/catalog-kit/identifiers'
import { modeOf } from '@hourglass/catalog-kit/modes'
import { renderSelectList } from '@hourglass/catalog-kit/render-select'
import { sourceKind, sourceName, type Table } from '@hourglass/catalog-kit/table'
import { InvalidInputError } from '@hourglass/contracts/errors'
import type { Chunk, TableWindow } from '@hourglass/contracts/steps'
import type { Kind } from '@hourglass/catalog-kit/kind'

/** A piece of SQL with the values of its placeholders. */
export interface Sql {
  readonly text: string
  readonly values: readonly (string | number)[]
}

/** A column as MySQL knows it. */
export interface SqlColumn {
  readonly kind: Kind
  /** Quoted. */
  readonly ref: string
}

/** @throws InvalidInputError for a name that the table does not have */
export function sqlColumn(table: Table, name: string): SqlColumn {
  const column = table.columns[name]
  if (!column) throw new InvalidInputError(`table "${table.target}" has no column "${name}"`)
  return { kind: sourceKind(column), ref: quoteMysql(sourceName(name, column)) }
}

/** `column <operator> value`, the column bare so that its index is used, the value from its exact text. */
export function compared({ kind, ref }: SqlColumn, operator: '>=' | '>' | '<', text: string): Sql {
  return { text: `${ref} ${operator} ${kind.mysqlKeyBind}`, values: [text] }
}

/** Rows with `cursor >= lower`; null when the window reads everything. The bound never filters rows (invariant I1). */
export function windowCondition(table: Table, window: TableWindow): Sql | null {
  const reads = modeOf(table).window
  if (window.lower === null || reads === null) return null
  return compared(sqlColumn(table, reads.cursor), '>=', window.lower)
}

/** ` WHERE a AND b`, or nothing. */
export function where(conditions: readonly (Sql | null)[]): Sql {
  const present = conditions.filter((condition) => condition !== null)
  if (present.length === 0) return { text: '', values: [] }
  return {
    text: ` WHERE ${present.map(({ text }) => text).join(' AND ')}`,
    values: present.flatMap(({ values }) => values),
  }
}

/**
 * The rows of one chunk, columns in catalog order. No ORDER BY: a sort would hold the first row back until the last one
 * was read.
 */
export function selectChunk(table: Table, window: TableWindow, { lower, upper }: Chunk): Sql {
  const split = sqlColumn(table, table.split.by)
  const condition = where([
    windowCondition(table, window),
    lower === null ? null : compared(split, '>=', lower),
    upper === null ? null : compared(split, '<', upper),
  ])
  return {
    text: `SELECT ${renderSelectList(table).join(', ')} FROM ${quoteMysql(table.source)}${condition.text}`,
    values: condition.values,
  }
}
