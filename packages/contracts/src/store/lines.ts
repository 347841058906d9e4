/** An object that grows line by line. */
export interface OpenLines {
  write(line: unknown): void | Promise<void>
  /** Returns the key, or null when there was no line, in which case there is no object. */
  close(): Promise<string | null>
}

/** Objects of gzipped JSON lines, for rows in quarantine. */
export interface LineObjects {
  /** The object is made only when the first line comes. */
  openLines(key: string): OpenLines
}
