/** A column as `information_schema.columns` describes it. */
export interface SourceColumn {
  readonly name: string
  /** DATA_TYPE, lower case: `bigint`, `varchar`. */
  readonly dataType: string
  /** COLUMN_TYPE as the server writes it, values in their own case: `bigint(20) unsigned`, `enum('a','B')`. */
  readonly columnType: string
  readonly nullable: boolean
  /** NUMERIC_PRECISION or, for text and binary, CHARACTER_MAXIMUM_LENGTH; null where the type has none. */
  readonly size: number | null
  /** NUMERIC_SCALE or DATETIME_PRECISION; null where the type has none. */
  readonly scale: number | null
}

/** What a kind reports about a value that it changed so that it could cross (invariant I8: counted and reported). */
export type Conversion = 'zero-date-to-null' | 'partial-date-to-null' | 'nul-character-removed'

/** One cell while it crosses. A kind calls `note` when it changes a value, `reject` when the value cannot cross. */
export interface Cell {
  /** Whether the catalog lets this column hold NULL; it decides between NULL and `reject` for zero dates. */
  readonly nullable: boolean
  note(conversion: Conversion): void
  /** Sends the whole row to quarantine with this reason, which must not contain the value. Does not return. */
  reject(reason: string): never
}

/** Where COPY text is written. `reserve` makes room behind `length`; it may replace `buffer`, so read it afterwards. */
export interface CopySink {
  readonly buffer: Buffer
  length: number
  /** Makes sure that `bytes` more bytes fit. */
  reserve(bytes: number): void
}

/** The TypeScript types of a column, as source text, for the generated types. */
export interface KindTypes {
  /** What mysql2 returns with dateStrings, supportBigNumbers and bigNumberStrings. */
  readonly mysql: string
  /** What pg returns with its defaults. */
  readonly postgres: string
}

/** An option of a kind that no column can have, e.g. a scale above its precision. `defineTable` reports it. */
export interface KindProblem {
  readonly found: string
  readonly fix: string
}

/**
 * How one column crosses. A kind answers questions; shared code never asks for its name.
 *
 * `Mysql` and `Postgres` are the types that the two drivers return for it (mysql2 with dateStrings, supportBigNumbers and
 * bigNumberStrings; pg with its defaults); they exist at compile time only. `Value` is what a transform sees.
 */
export interface Kind<
  Value = unknown,
  Mysql = unknown,
  Postgres = unknown,
  Orderable extends boolean = boolean,
  Temporal extends boolean = boolean,
> {
  /** The builder's name in `col`, for docs and messages: `bigintUnsigned`. */
  readonly name: string
  /** The builder's own options as TypeScript source, e.g. `precision: 10, scale: 2`; '' when it has none. */
  readonly options: string
  /** Empty unless the options make no sense. */
  readonly problems: readonly KindProblem[]
  /** The MySQL types it reads, for docs and messages. */
  readonly mysqlTypes: readonly string[]
  /** True when this kind carries every value that the MySQL column can hold. */
  accepts(column: SourceColumn): boolean
  readonly postgresType: string
  readonly typescript: KindTypes
  /** True when a database can compare its values exactly, so that it can be a key, split or cursor. */
  readonly orderable: Orderable
  /** True when the column can say when a row changed. */
  readonly temporal: Temporal
  /** The select expression for a quoted column reference. Casts belong here, never in WHERE (they lose the index). */
  mysqlSelect(ref: string): string
  /** For orderable kinds: a MySQL expression for the exact text of a key value, e.g. `HEX(ref)` for bytes. */
  mysqlKeyText(ref: string): string
  /** For orderable kinds: an expression with one `?` that turns that text into a value to compare the column with. */
  readonly mysqlKeyBind: string
  /** For orderable kinds: the Postgres expression for the same text that `mysqlKeyText` has for the same value. */
  postgresKeyText(ref: string): string
  /**
   * The way of a column without a transform: `wire[start, end)` (MySQL text protocol, not NULL) to one field of COPY text,
   * escaped, `\N` where policy turns the value into NULL, without separator. Writes the same bytes as `decode`, `encode`
   * and escaping, without making JavaScript values where it can.
   */
  transcode(wire: Buffer, start: number, end: number, sink: CopySink, cell: Cell): void
  /** Wire bytes (MySQL text protocol, not NULL) to a value; null when policy turns the value into NULL. */
  decode(wire: Buffer, cell: Cell): Value | null
  /** The value as Postgres text input, before COPY escaping. */
  encode(value: Value, cell: Cell): string
  /** Compile-time only. */
  readonly types?: { readonly mysql: Mysql; readonly postgres: Postgres }
}
