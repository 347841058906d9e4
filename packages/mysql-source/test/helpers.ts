import type { LookupTables } from '@hourglass/catalog-kit/lookup-rows'
import type { Table } from '@hourglass/catalog-kit/table'
import type { Source } from '@hourglass/contracts/source-port'
import type { ChunkTotals, QuarantinedRow } from '@hourglass/contracts/source/rows'
import type { Chunk, TableWindow } from '@hourglass/contracts/steps'
import type { SourceOptions } from '../src/options.ts'
import { createSource } from '../src/source.ts'

export const EVERYTHING: TableWindow = { lower: null, bound: null }
export const WHOLE: Chunk = { id: 'c00001', lower: null, upper: null }
export const MASK_KEY = Buffer.alloc(32, 7)

/** Options for the server and database of a `mysql://` URL. */
export function optionsFor(url: string, changes: Partial<SourceOptions> = {}): SourceOptions {
  const { hostname, port, pathname, username, password } = new URL(url)
  return {
    host: hostname,
    port: Number(port),
    database: decodeURIComponent(pathname.slice(1)),
    credentials: { user: decodeURIComponent(username), password: decodeURIComponent(password) },
    tls: 'off',
    maxConnections: 4,
    connectTimeoutMs: 5000,
    ...changes,
  }
}

export function sourceFor(url: string, changes: Partial<SourceOptions> = {}): Source {
  return createSource(optionsFor(url, changes))
}

export interface ReadChunk {
  /** COPY lines, without their newline. */
  readonly lines: readonly string[]
  readonly quarantined: readonly QuarantinedRow[]
  readonly totals: ChunkTotals
}

/** Reads one chunk to its end; its lines are decoded as UTF-8. */
export async function readWhole(
  source: Source,
  table: Table,
  window: TableWindow = EVERYTHING,
  chunk: Chunk = WHOLE,
  lookups?: LookupTables,
): Promise<ReadChunk> {
  const quarantined: QuarantinedRow[] = []
  const reading = source.readChunk(table, window, chunk, {
    maskKey: MASK_KEY,
    ...(lookups === undefined ? {} : { lookups }),
    onQuarantine: (row) => void quarantined.push(row),
  })
  let text = ''
  for await (const { bytes, rows } of reading.blocks) {
    const block = bytes.toString('utf8')
    if (block.split('\n').length - 1 !== rows) throw new Error('a block does not hold the rows that it says')
    text += block
  }
  return { lines: text === '' ? [] : text.slice(0, -1).split('\n'), quarantined, totals: reading.totals() }
}

/** The fields of a COPY line as the text that Postgres reads; null for NULL. */
export function fieldsOf(line: string): (string | null)[] {
  return line
    .split('\t')
    .map((field) => (field === '\\N' ? null : field.replaceAll(/\\(.)/g, (_, c: string) => unescaped(c))))
}

function unescaped(letter: string): string {
  return { b: '\b', f: '\f', n: '\n', r: '\r', t: '\t', v: '\v' }[letter] ?? letter
}
