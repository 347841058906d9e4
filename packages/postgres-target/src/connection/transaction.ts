import { Readable, type Writable } from 'node:stream'
import { pipeline } from 'node:stream/promises'
import type { ClientBase } from 'pg'
import { from as copyFrom } from 'pg-copy-streams'
import type { Limits } from './limits.ts'
import { timedQuery } from './timed-query.ts'

/** The client gives up this much later than the server should have, for servers that vanished. */
const GRACE_SECONDS = 5

/** One open transaction on one connection. */
export class Transaction {
  readonly #client: ClientBase
  readonly #limitMs: number

  constructor(client: ClientBase, limits: Limits) {
    this.#client = client
    this.#limitMs = (limits.statement + GRACE_SECONDS) * 1000
  }

  async rows<Row extends object>(text: string, values: readonly unknown[] = []): Promise<Row[]> {
    const result = await timedQuery<Row>(this.#client, this.#limitMs, text, values)
    return result.rows
  }

  /** The one row of a query that always has one. */
  async row<Row extends object>(text: string, values: readonly unknown[] = []): Promise<Row> {
    const [row] = await this.rows<Row>(text, values)
    if (row === undefined) throw new Error('expected exactly one row from a query, found none')
    return row
  }

  /** Runs a statement and returns the number of rows it touched. */
  async run(text: string, values: readonly unknown[] = []): Promise<number> {
    const result = await timedQuery(this.#client, this.#limitMs, text, values)
    return result.rowCount ?? 0
  }

  /** Runs several statements without parameters. */
  async script(text: string): Promise<void> {
    await timedQuery(this.#client, this.#limitMs, text)
  }

  /** @throws Error when Postgres rolled back instead, which it does silently after an error inside the transaction */
  async commit(): Promise<void> {
    const { command } = await timedQuery(this.#client, this.#limitMs, 'commit')
    if (command !== 'COMMIT') throw new Error(`Postgres answered COMMIT with ${command}`)
  }

  /** Columns of a query's answer, without asking for rows. */
  async fields(text: string, values: readonly unknown[] = []) {
    const result = await timedQuery(this.#client, this.#limitMs, text, values)
    return result.fields
  }

  /**
   * Streams into COPY ... FROM STDIN and returns the number of rows taken. When `source` fails, COPY is told so
   * (edge case 108), nothing is kept, and the error of `source` is thrown.
   */
  async copy(text: string, source: AsyncIterable<Buffer>): Promise<number> {
    const readable = Readable.from(source, { objectMode: true })
    // pg returns the query object that it was passed, which is the stream.
    const sink: Writable & { readonly rowCount: number } = this.#client.query(copyFrom(text))
    // The server cannot end a COPY that waits for data, and a COPY whose connection went silent ends nowhere.
    const late = new AbortController()
    const copying = pipeline(readable, sink)
    try {
      await Promise.race([copying, tooLate(this.#limitMs, late.signal)])
      return sink.rowCount
    } finally {
      late.abort()
      copying.catch(() => undefined) // it ends when the connection is closed
      readable.destroy()
    }
  }
}

/** Rejects after `ms` unless the signal comes first, in which case it stays pending. */
function tooLate(ms: number, signal: AbortSignal): Promise<never> {
  return new Promise((_, reject) => {
    const error = Object.assign(new Error(`COPY did not end within ${Math.round(ms / 1000)} s`), { code: 'ETIMEDOUT' })
    const timer = setTimeout(() => reject(error), ms)
    signal.addEventListener('abort', () => clearTimeout(timer), { once: true })
  })
}
