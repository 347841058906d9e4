/** One object as a listing names it. */
export interface StoredObject {
  readonly key: string
  /** Whole seconds: S3 lists no finer time. */
  readonly modifiedAt: Date
}

/** What the bucket holds. Nothing is loaded from a listing: loading reads sealed manifests. */
export interface Listing {
  /** Every object whose key starts with `prefix`, in the order of keys. */
  list(prefix: string): Promise<readonly StoredObject[]>
}
