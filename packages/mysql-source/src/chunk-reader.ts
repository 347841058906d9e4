import { createCopySink } from '@hourglass/catalog-kit/copy-text'
import type { CopySink } from '@hourglass/catalog-kit/kind'
import { renderSelectList } from '@hourglass/catalog-kit/render-select'
import type { Table } from '@hourglass/catalog-kit/table'
import { SourceReadError, SourceUnavailableError } from '@hourglass/contracts/errors'
import type { ChunkReading, ChunkTotals, CopyBlock, ReadOptions } from '@hourglass/contracts/source/rows'
import type { Chunk, TableWindow } from '@hourglass/contracts/steps'
import { compileEncoder } from './encoder.ts'
import { quarantinedRow } from './raw-row.ts'
import { checkAllArrived } from './row-count-proof.ts'
import type { RowStream } from './row-stream.ts'
import type { OpenSession, Session } from './session.ts'
import { selectChunk } from './sql.ts'
import { cellPositions, locateCells } from './wire.ts'

const BLOCK_BYTES = 256 * 1024
/** Room behind a full block for the row that fills it, so that most blocks never grow. */
const ROW_ROOM = 16 * 1024
const SINK_BYTES = BLOCK_BYTES + ROW_ROOM

/** Reads one chunk in one consistent read-only snapshot, on a session that it opens when the first block is asked for. */
export function readChunk(
  open: OpenSession,
  table: Table,
  window: TableWindow,
  chunk: Chunk,
  options: ReadOptions,
): ChunkReading {
  const place = `table "${table.target}", chunk ${chunk.id}`
  const encoder = compileEncoder(table, options)
  const cells = cellPositions(renderSelectList(table).length)
  let rowsRead = 0
  let rowsQuarantined = 0
  let warnings: number | undefined
  let spare: CopySink | undefined

  /** Hands out what a sink holds; a sink that comes back takes a later block, unless a large row has made it grow. */
  function blockOf(sink: CopySink, rows: number): CopyBlock {
    const bytes = sink.buffer.subarray(0, sink.length)
    const release = () => {
      if (sink.buffer.length > SINK_BYTES) return
      sink.length = 0
      spare = sink
    }
    return { bytes, rows, release }
  }

  async function* blocks(): AsyncGenerator<CopyBlock, void, void> {
    await using session = await open(place)
    await session.query('START TRANSACTION WITH CONSISTENT SNAPSHOT, READ ONLY')
    const { text, values } = selectChunk(table, window, chunk)
    const stream = session.stream(text, values)
    let sink = createCopySink(SINK_BYTES)
    let rows = 0
    const columns = await stream.columns()
    for await (const { bytes, starts } of stream.batches()) {
      for (let i = 0; i + 1 < starts.length; i++) {
        if (!locateCells(bytes, starts[i] ?? 0, starts[i + 1] ?? 0, cells)) throw outOfStep(place)
        rowsRead++
        const refusal = encoder.encode(bytes, cells, sink)
        if (refusal) {
          rowsQuarantined++
          await options.onQuarantine(quarantinedRow(table, columns, bytes, cells, refusal))
          continue
        }
        rows++
        if (sink.length < BLOCK_BYTES) continue
        yield blockOf(sink, rows)
        // A consumer that has not released the block may keep it, so the next one gets a buffer of its own.
        sink = spare ?? createCopySink(SINK_BYTES)
        spare = undefined
        rows = 0
      }
    }
    warnings = await proveEnd(session, stream, place, rowsRead)
    if (rows > 0) yield blockOf(sink, rows)
  }

  return {
    blocks: blocks(),
    totals(): ChunkTotals {
      if (warnings === undefined) throw new SourceReadError(`${place}: totals were asked for before its blocks ended`)
      return { rowsRead, rowsQuarantined, conversions: encoder.conversions(), warnings }
    },
  }
}

/**
 * Every row packet that the server numbered has come out of the batches as a row (edge case 108); the stream itself has
 * proven that no packet is missing. Gives the warnings of the read.
 */
async function proveEnd(session: Session, stream: RowStream, place: string, rowsRead: number): Promise<number> {
  checkAllArrived(place, rowsRead, stream.rows())
  const warnings = stream.warnings()
  if (warnings === undefined) throw new SourceReadError(`${place}: the end of the result was asked for before it came`)
  await session.query('COMMIT')
  return warnings
}

function outOfStep(place: string): SourceUnavailableError {
  return new SourceUnavailableError(`${place}: a row does not have the columns that were asked for; it is read again`)
}
