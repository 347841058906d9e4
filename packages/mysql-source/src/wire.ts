/*
 * Rows of the text protocol are cells one after the other: 0xfb is NULL, else a length-encoded length and that many
 * bytes. https://dev.mysql.com/doc/dev/mysql-server/latest/page_protocol_basic_dt_strings.html
 */

const NULL_CELL = 0xfb

/** Where the cells of one row are. */
export interface CellPositions {
  /** First byte of each cell; -1 for NULL. */
  readonly starts: Int32Array
  /** The byte behind the last. */
  readonly ends: Int32Array
}

export function cellPositions(columns: number): CellPositions {
  return { starts: new Int32Array(columns), ends: new Int32Array(columns) }
}

/**
 * Finds the cells of the row `bytes[start, end)`. False when its length and the number of cells do not agree, which
 * means that the stream is out of step.
 */
export function locateCells(bytes: Buffer, start: number, end: number, { starts, ends }: CellPositions): boolean {
  let at = start
  for (let i = 0; i < starts.length; i++) {
    if (at >= end) return false
    const head = bytes[at] as number // below `end`
    if (head === NULL_CELL) {
      at += 1
      starts[i] = -1
      ends[i] = at
      continue
    }
    let length = head
    at += 1
    if (head > NULL_CELL) {
      // 0xfc, 0xfd, 0xfe: the length follows in 2, 3 or 8 bytes; a packet is shorter than 2^32 bytes (max_allowed_packet).
      const width = head === 0xfc ? 2 : head === 0xfd ? 3 : 8
      if (at + width > end) return false
      length = width === 8 ? bytes.readUInt32LE(at) : bytes.readUIntLE(at, width)
      at += width
    }
    starts[i] = at
    at += length
    ends[i] = at
  }
  return at === end
}
