/** What a transform may use besides the value. */
export interface TransformContext {
  /** HMAC key for masking, 32 bytes or more; it comes by secret reference and appears in no SQL, log or S3 key. */
  readonly maskKey: Buffer
  /** Counts a value that the transform could not use and what became of it (invariant I8); the word is the same for all rows. */
  readonly note?: (what: string) => void
}

/** A named, pure change of one value. `In` and `Out` are the kind's value types; NULL never reaches a transform. */
export interface Transform<In = unknown, Out = unknown> {
  readonly name: string
  readonly doc: string
  /** True when it needs `maskKey`; workers then read the secret. */
  readonly masks: boolean
  apply(value: In, context: TransformContext): Out
}

/**
 * A named, pure way to make one value of several inputs of a row. Each input may be NULL; so may the result, where the
 * column holds it.
 */
export interface RowTransform<
  In extends Readonly<Record<string, unknown>> = Readonly<Record<string, unknown>>,
  Out = unknown,
> extends Transform<In, Out> {
  /** The names of its inputs. */
  readonly inputs: { readonly [Name in keyof In]: true }
}
