import type { Connection } from 'mysql2'
import { destroyNow, Query, runCommand, type WireColumn, type WirePacket } from './mysql2-internals.ts'
import { type RowBatch, RowBatcher } from './row-batch.ts'

export interface RowStream {
  /**
   * Resolves when the server has described the result.
   * @throws what `classify` makes of the driver's or server's error, e.g. for a column that does not exist
   */
  columns(): Promise<readonly WireColumn[]>
  /**
   * The rows, in bounded memory: the socket is paused while two batches wait. A batch is valid until the next one is
   * asked for. Ends normally only after the server's end-of-result packet; anything else throws (edge cases 108, 119).
   * The server numbers its packets, and a number that does not follow the one before throws too, so no row is missing.
   * Leaving the loop early destroys the connection.
   */
  batches(): AsyncGenerator<RowBatch, void, void>
  /** Rows received so far. */
  rows(): number
  /** Warnings of the statement, from the packet that ends its result; undefined until then. */
  warnings(): number | undefined
}

/** Batches that may wait for the consumer. */
const MOST_WAITING = 2

/**
 * Runs `sql`, with its values already in it, on a connection that has nothing else to do. `classify` makes the errors
 * to throw of what the driver and the server give.
 */
export function openRowStream(connection: Connection, sql: string, classify: (thrown: unknown) => Error): RowStream {
  const waiting: RowBatch[] = []
  let received = 0
  let warnings: number | undefined
  let sequence = 0
  let ended = false
  let paused = false
  let failure: Error | undefined
  let wake: (() => void) | undefined

  const changed = () => {
    wake?.()
    wake = undefined
  }
  const change = () => new Promise<void>((resolve) => (wake = resolve))
  let described: (columns: readonly WireColumn[]) => void = () => {}
  let refused: (error: Error) => void = () => {}
  const columns = new Promise<readonly WireColumn[]>((resolve, reject) => {
    described = resolve
    refused = reject
  })
  columns.catch(() => {}) // `batches` throws it too
  const fail = (thrown: unknown) => {
    failure ??= classify(thrown)
    refused(failure)
    changed()
  }
  const batcher = new RowBatcher((batch) => {
    waiting.push(batch)
    if (waiting.length >= MOST_WAITING) {
      paused = true
      connection.pause()
    }
    changed()
  })

  class RawQuery extends Query {
    override row(packet: WirePacket): unknown {
      if (packet.sequenceId !== sequence) {
        fail(outOfStep())
        return this.done()
      }
      sequence = (sequence + packet.numPackets) % 256
      if (packet.isEOF()) {
        warnings = packet.buffer.readUInt16LE(packet.offset + 1)
        batcher.flush()
        ended = true
        changed()
        return this.done()
      }
      received++
      batcher.add(packet.buffer, packet.offset, packet.end)
      return rowState
    }
  }
  // What a state gives is called by the driver with the next packet, as a method of the command.
  const rowState: unknown = Reflect.get(RawQuery.prototype, 'row')
  const command = new RawQuery({ sql })
  command.on('fields', (fields: readonly WireColumn[] | undefined) => {
    // Packet 1 counts the columns, one describes each, one ends them; the first row is the next.
    sequence = ((fields?.length ?? 0) + 3) % 256
    described(fields ?? [])
  })
  command.on('error', fail)
  // A lost connection is told to the connection only, when the command has no callback.
  connection.on('error', fail)
  runCommand(connection, command)

  const next = (): RowBatch | undefined => {
    const batch = waiting.shift()
    if (paused && waiting.length < MOST_WAITING) {
      paused = false
      connection.resume()
    }
    return batch
  }

  return {
    rows: () => received,
    warnings: () => warnings,
    columns: () => columns,
    async *batches() {
      let complete = false
      try {
        for (;;) {
          if (failure) throw failure
          const batch = next()
          if (batch) {
            yield batch
            batcher.recycle(batch)
          } else if (ended) {
            complete = true
            return
          } else {
            await change()
          }
        }
      } finally {
        if (!complete) destroyNow(connection)
      }
    },
  }
}

/** A code of the driver's for a broken connection, which is read again. */
function outOfStep(): Error {
  return Object.assign(new Error('packets of the result are missing'), { code: 'PROTOCOL_UNEXPECTED_PACKET' })
}
