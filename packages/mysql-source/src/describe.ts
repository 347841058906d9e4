import type { SourceColumn } from '@hourglass/catalog-kit/kind'
import { present } from '@hourglass/core/errors'
import type { TextRow } from './session.ts'

/** Columns of `information_schema.columns` that make a {@link SourceColumn}, in the order that {@link toSourceColumn} reads. */
export const COLUMN_FIELDS = [
  'COLUMN_NAME',
  'DATA_TYPE',
  'COLUMN_TYPE',
  'IS_NULLABLE',
  'COALESCE(NUMERIC_PRECISION, CHARACTER_MAXIMUM_LENGTH)',
  'COALESCE(NUMERIC_SCALE, DATETIME_PRECISION)',
].join(', ')

/** Reads one row of {@link COLUMN_FIELDS}. */
export function toSourceColumn([name, dataType, columnType, nullable, size, scale]: TextRow): SourceColumn {
  return {
    name: present(name, 'a column name of MySQL'),
    dataType: present(dataType, `the type of column "${name}"`).toLowerCase(),
    columnType: present(columnType, `the full type of column "${name}"`),
    nullable: nullable === 'YES',
    size: toNumber(size),
    scale: toNumber(scale),
  }
}

function toNumber(text: string | null | undefined): number | null {
  return text === null || text === undefined ? null : Number(text)
}
