/** Large texts that every worker of a run reads: written once, gzipped. */
export interface PackedObjects {
  readonly bucket: string
  /** Writes text, gzipped, unless the key exists; says whether this call wrote it. */
  putPackedOnce(key: string, text: string): Promise<{ readonly written: boolean }>
  /** Text that `putPackedOnce` wrote; null when there is no such object. */
  findPacked(key: string): Promise<string | null>
}
