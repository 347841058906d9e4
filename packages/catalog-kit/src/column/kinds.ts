import { isUnsigned } from '../values/integers.ts'
import type { Kind, SourceColumn } from './kind.ts'
import { bigint } from '../kinds/bigint.ts'
import { bigintUnsigned } from '../kinds/bigint-unsigned.ts'
import { binary } from '../kinds/binary.ts'
import { bit } from '../kinds/bit.ts'
import { date } from '../kinds/date.ts'
import { decimal } from '../kinds/decimal.ts'
import { double } from '../kinds/double.ts'
import { enumOf } from '../kinds/enum.ts'
import { float } from '../kinds/float.ts'
import { int } from '../kinds/int.ts'
import { intUnsigned } from '../kinds/int-unsigned.ts'
import { json } from '../kinds/json.ts'
import { mediumint } from '../kinds/mediumint.ts'
import { mediumintUnsigned } from '../kinds/mediumint-unsigned.ts'
import { set } from '../kinds/set.ts'
import { smallint } from '../kinds/smallint.ts'
import { smallintUnsigned } from '../kinds/smallint-unsigned.ts'
import { text } from '../kinds/text.ts'
import { time } from '../kinds/time.ts'
import { timestamp } from '../kinds/timestamp.ts'
import { timestamptz } from '../kinds/timestamptz.ts'
import { tinyint } from '../kinds/tinyint.ts'
import { tinyintUnsigned } from '../kinds/tinyint-unsigned.ts'
import { year } from '../kinds/year.ts'
import { declaredValues } from '../values/mysql-values.ts'

/** Makes a kind whose options are read from the column, or returns a kind that has no options. */
type KindSource = (column: SourceColumn) => Kind | null

function decimalOf({ size, scale }: SourceColumn): Kind | null {
  return size === null ? null : decimal({ precision: size, scale: scale ?? 0 })
}

function enumOfColumn({ columnType }: SourceColumn): Kind | null {
  const values = declaredValues(columnType)
  return values === null ? null : enumOf({ values: values.filter((value) => value !== '') })
}

function bitOf({ columnType }: SourceColumn): Kind | null {
  const n = /^bit\((\d+)\)$/.exec(columnType)?.[1]
  return n === undefined ? null : bit({ n: Number(n) })
}

/**
 * The kinds in the order in which a new table is offered them: the most specific first. `bool` is not among them,
 * because nothing in the type says that a `tinyint(1)` holds 0 and 1 only; `json` comes behind `text` for MariaDB's
 * LONGTEXT, which says nothing either.
 */
const OFFERED: readonly KindSource[] = [
  ...[tinyint, tinyintUnsigned, smallint, smallintUnsigned, mediumint, mediumintUnsigned].map((kind) => () => kind),
  ...[int, intUnsigned, bigint, bigintUnsigned].map((kind) => () => kind),
  decimalOf,
  ...[float, double, date, timestamp, timestamptz(), time, year].map((kind) => () => kind),
  enumOfColumn,
  bitOf,
  ...[set, text, binary, json].map((kind) => () => kind),
]

/** The kind that a new table starts with for this column; null when no kind carries it (e.g. GEOMETRY, edge case 84). */
export function kindFor(column: SourceColumn): Kind | null {
  for (const offered of OFFERED) {
    const kind = offered(column)
    if (kind?.accepts(column) === true) return kind
  }
  return null
}

/** A column's type in the words of a message: `bigint unsigned`, `varchar(255)`. */
export function describeType(column: SourceColumn): string {
  if (column.columnType.length <= 60) return column.columnType
  return isUnsigned(column) ? `${column.dataType} unsigned` : column.dataType
}
