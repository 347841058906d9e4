import { type ColumnOptions, makeColumn, type Settled } from './column-options.ts'
import type { Inputs } from './inputs.ts'
import type { Kind } from './kind.ts'
import { bigint } from '../kinds/bigint.ts'
import { bigintUnsigned } from '../kinds/bigint-unsigned.ts'
import { binary } from '../kinds/binary.ts'
import { type BitOptions, bit } from '../kinds/bit.ts'
import { bool } from '../kinds/bool.ts'
import { date } from '../kinds/date.ts'
import { type DecimalOptions, decimal } from '../kinds/decimal.ts'
import { double } from '../kinds/double.ts'
import { type EnumKind, type EnumOptions, enumOf } from '../kinds/enum.ts'
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
import { type TimestamptzOptions, timestamptz } from '../kinds/timestamptz.ts'
import { tinyint } from '../kinds/tinyint.ts'
import { tinyintUnsigned } from '../kinds/tinyint-unsigned.ts'
import { year } from '../kinds/year.ts'
import type { Lookup } from './lookup.ts'
import type { Column } from '../table/table.ts'

/** What a builder returns. `NoInfer`: its types come from the options, never from where the column is used. */
type Built<
  K extends Kind,
  Nullable extends boolean,
  From extends string | Lookup,
  Reads extends Kind,
  In extends Inputs,
> = Column<K, NoInfer<Nullable>, Settled<From>, NoInfer<Reads>, Settled<In>>

/** The builder of a kind without options. */
function plain<K extends Kind>(kind: K) {
  return <
    Nullable extends boolean = false,
    const From extends string | Lookup = never,
    Reads extends Kind = K,
    In extends Inputs = never,
  >(
    options: ColumnOptions<K, Nullable, From, Reads, In>,
  ): Built<K, Nullable, From, Reads, In> => makeColumn(kind, options)
}

/** The builder of a kind that is made from options of its own. */
function withOptions<Options, K extends Kind>(
  make: (options: Options) => K,
  names: readonly (keyof Options & string)[],
) {
  return <
    Nullable extends boolean = false,
    const From extends string | Lookup = never,
    Reads extends Kind = K,
    In extends Inputs = never,
  >(
    options: Options & ColumnOptions<K, Nullable, From, Reads, In>,
  ): Built<K, Nullable, From, Reads, In> => makeColumn(make(options), options, names)
}

/**
 * Columns of a table, one builder per kind.
 *
 * @example
 * ```ts
 * columns: {
 *   id:       col.bigintUnsigned({ doc: 'Assigned by MySQL AUTO_INCREMENT.' }),
 *   price:    col.decimal({ doc: 'Gross, in `currency`.', precision: 10, scale: 2 }),
 *   is_gift:  col.bool({ doc: 'Buyer ticked "this is a gift".', from: 'gift' }),
 *   note:     col.text({ doc: 'Free text from the buyer.', nullable: true, pii: true }),
 * }
 * ```
 */
export const col = Object.freeze({
  tinyint: plain(tinyint),
  tinyintUnsigned: plain(tinyintUnsigned),
  smallint: plain(smallint),
  smallintUnsigned: plain(smallintUnsigned),
  mediumint: plain(mediumint),
  mediumintUnsigned: plain(mediumintUnsigned),
  int: plain(int),
  intUnsigned: plain(intUnsigned),
  bigint: plain(bigint),
  bigintUnsigned: plain(bigintUnsigned),
  bool: plain(bool),
  decimal: withOptions((options: DecimalOptions) => decimal(options), ['precision', 'scale']),
  float: plain(float),
  double: plain(double),
  text: plain(text),
  binary: plain(binary),
  date: plain(date),
  timestamp: plain(timestamp),
  timestamptz: withOptions((options: TimestamptzOptions) => timestamptz(options), ['datetimeIn']),
  time: plain(time),
  year: plain(year),
  /** One of the values that MySQL's ENUM declares. */
  enum: <
    const V extends string,
    Nullable extends boolean = false,
    const From extends string | Lookup = never,
    Reads extends Kind = EnumKind<V>,
    In extends Inputs = never,
  >(
    options: EnumOptions<V> & ColumnOptions<EnumKind<V>, Nullable, From, Reads, In>,
  ): Built<EnumKind<V>, Nullable, From, Reads, In> => makeColumn(enumOf(options), options, ['values']),
  set: plain(set),
  json: plain(json),
  bit: withOptions((options: BitOptions) => bit(options), ['n']),
})
