import { writeNull, writeText } from '../values/copy-text.ts'
import type { Cell, CopySink, Kind } from './kind.ts'

/** `transcode` of a kind that has no shorter way: decode, encode, escape. */
export function transcodeByValue<Value>(
  kind: Pick<Kind<Value>, 'decode' | 'encode'>,
  wire: Buffer,
  start: number,
  end: number,
  sink: CopySink,
  cell: Cell,
): void {
  const value = kind.decode(wire.subarray(start, end), cell)
  if (value === null) writeNull(sink)
  else writeText(kind.encode(value, cell), sink)
}
