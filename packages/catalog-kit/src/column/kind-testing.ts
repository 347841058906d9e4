import { copyField, createCopySink } from '../values/copy-text.ts'
import type { Conversion, Kind, SourceColumn } from './kind.ts'

/** What became of one value: its COPY field, or the reason why it cannot cross. */
export interface Crossing {
  readonly field?: string
  readonly rejected?: string
  readonly notes: readonly Conversion[]
}

class Rejected extends Error {}

function attempt(nullable: boolean, cross: (cell: Parameters<Kind['decode']>[1]) => string): Crossing {
  const notes: Conversion[] = []
  const cell = {
    nullable,
    note: (conversion: Conversion) => notes.push(conversion),
    reject(reason: string): never {
      throw new Rejected(reason)
    },
  }
  try {
    const field = cross(cell)
    return { field, notes }
  } catch (thrown) {
    if (thrown instanceof Rejected) return { rejected: thrown.message, notes: [] }
    throw thrown
  }
}

/** The slow way that nobody doubts: to a value, to Postgres text, to a COPY field. */
function crossByValue(kind: Kind, wire: Buffer, nullable: boolean): Crossing {
  return attempt(nullable, (cell) => {
    const value = kind.decode(wire, cell)
    return copyField(value === null ? null : kind.encode(value, cell))
  })
}

/** The fast way, from the middle of a larger buffer into a sink that has to grow. */
function crossByBytes(kind: Kind, wire: Buffer, nullable: boolean): Crossing {
  return attempt(nullable, (cell) => {
    const packet = Buffer.concat([Buffer.from('before'), wire, Buffer.from('behind')])
    const sink = createCopySink(1)
    kind.transcode(packet, 6, 6 + wire.length, sink, cell)
    return sink.buffer.toString('utf8', 0, sink.length)
  })
}

/**
 * Crosses one value both ways.
 *
 * @throws Error when the two ways disagree.
 */
export function cross(kind: Kind, wire: string | Buffer, nullable = false): Crossing {
  const bytes = typeof wire === 'string' ? Buffer.from(wire, 'utf8') : wire
  const byValue = crossByValue(kind, bytes, nullable)
  const byBytes = crossByBytes(kind, bytes, nullable)
  if (JSON.stringify(byValue) !== JSON.stringify(byBytes)) {
    throw new Error(`${kind.name}: by value ${JSON.stringify(byValue)}, by bytes ${JSON.stringify(byBytes)}`)
  }
  return byValue
}

/** What `encode` makes of a value that a transform returned, or why it refuses it. */
export function encoded(kind: Kind, value: unknown): Crossing {
  return attempt(false, (cell) => kind.encode(value, cell))
}

/** A source column from its COLUMN_TYPE, as information_schema describes it. */
export function sourceColumn(columnType: string, more: Partial<SourceColumn> = {}): SourceColumn {
  const dataType = /^[a-z0-9]+/.exec(columnType)?.[0] ?? ''
  const sizes = /\((\d+)(?:,(\d+))?\)/.exec(columnType)
  const size = sizes?.[1] === undefined ? null : Number(sizes[1])
  const scale = dataType === 'decimal' ? Number(sizes?.[2] ?? 0) : null
  return { name: 'c', dataType, columnType, nullable: false, size, scale, ...more }
}
