import { compareWithCatalog } from '@hourglass/catalog-kit/drift'
import type { Table } from '@hourglass/catalog-kit/table'
import type { QuarantinedRow } from '@hourglass/contracts/source/rows'
import type { Source } from '@hourglass/contracts/source-port'
import type { Chunk, TableWindow } from '@hourglass/contracts/steps'
import { expect, test } from 'vitest'
import { events, notedEvents, wholeEvents } from './source-tables.ts'

/** One row of the table `events`; `at` is UTC text. */
export interface EventRow {
  readonly id: number
  readonly note: string | null
  readonly at: string
}

/** A source with one database of its own, and the application that writes to it. */
export interface SourceWorld extends AsyncDisposable {
  readonly source: Source
  /** Makes the empty table `events`. */
  create(): Promise<void>
  drop(): Promise<void>
  insert(rows: readonly EventRow[]): Promise<void>
  remove(ids: readonly number[]): Promise<void>
}

const EVERYTHING: TableWindow = { lower: null, bound: null }
const WHOLE: Chunk = { id: 'c00001', lower: null, upper: null }
const NOON = '2024-05-05 12:00:00'
const rows = (count: number, at = NOON): EventRow[] =>
  Array.from({ length: count }, (_, i) => ({ id: i + 1, note: null, at }))

/** Reads a chunk to its end. */
async function read(source: Source, table: Table, window = EVERYTHING, chunk = WHOLE) {
  const quarantined: QuarantinedRow[] = []
  const reading = source.readChunk(table, window, chunk, {
    maskKey: Buffer.alloc(32, 7),
    onQuarantine: (row) => void quarantined.push(row),
  })
  let text = ''
  for await (const { bytes, rows: count, release } of reading.blocks) {
    const block = bytes.toString('utf8')
    expect(block.split('\n')).toHaveLength(count + 1)
    text += block
    release?.()
  }
  const lines = text.split('\n').slice(0, -1).sort()
  return { lines, ids: lines.map((line) => Number(line.split('\t')[0])), quarantined, totals: reading.totals() }
}

/** What every `Source` promises. */
export function sourceContract(open: () => Promise<SourceWorld>): void {
  async function withEvents(initial: readonly EventRow[], use: (world: SourceWorld) => Promise<void>) {
    await using world = await open()
    await world.create()
    await world.insert(initial)
    await use(world)
  }

  test('describes a table so that the catalog can be compared with it; null when it is not there', async () => {
    await using world = await open()
    expect(await world.source.describe(events)).toBeNull()
    await world.create()
    const columns = (await world.source.describe(events)) ?? []
    expect(columns.map(({ name }) => name)).toEqual(['id', 'note', 'changed_at'])
    expect(compareWithCatalog(events, columns)).toEqual([])
    expect(compareWithCatalog(notedEvents, columns)).toEqual([expect.stringContaining('may be NULL in MySQL')])
  })

  test('allows some connections, and estimates rows of tables that exist', () =>
    withEvents(rows(3), async ({ source }) => {
      expect(await source.maxConnections()).toBeGreaterThan(0)
      const gone: Table = { ...events, source: 'gone', target: 'analytics.gone' }
      expect([...(await source.estimateRows([events, gone])).keys()]).toEqual([events.target])
      expect(await source.estimateRows([])).toEqual(new Map())
    }))

  test('says up to when it is complete, and by which rule', () =>
    withEvents([], async ({ source }) => {
      const { at, by } = await source.observeBound()
      expect(at).toMatch(/^\d{4}-\d\d-\d\d \d\d:\d\d:\d\d\.\d{6}$/)
      expect(by).not.toBe('')
    }))

  test('a window reads cursor >= lower to the microsecond, and its bound filters nothing', () =>
    withEvents(
      [
        { id: 1, note: null, at: '2024-05-05 10:00:00.012300' },
        { id: 2, note: null, at: '2024-05-05 10:00:00.012301' },
        { id: 3, note: null, at: '2030-01-01 00:00:00.000000' },
      ],
      async ({ source }) => {
        const ids = async (lower: string | null) => {
          const window = { lower, bound: '2024-06-01 00:00:00.000000' }
          const found = await read(source, events, window)
          expect(await source.hasRows(events, window)).toBe(found.ids.length > 0)
          return found.ids
        }
        expect(await ids('2024-05-05 10:00:00.012300')).toEqual([1, 2, 3])
        expect(await ids('2024-05-05 10:00:00.012301')).toEqual([2, 3])
        expect(await ids('2024-05-05 10:00:00.012302')).toEqual([3])
        expect(await ids('2030-01-01 00:00:00.000001')).toEqual([])
        expect(await ids(null)).toEqual([1, 2, 3])
      },
    ))

  test('chunks tile the keys: each row is in exactly one, rows of later inserts too', () =>
    withEvents(rows(2500), async (world) => {
      const { source } = world
      const chunks = await source.planChunks(events, EVERYTHING)
      expect(chunks.map(({ id }) => id)).toEqual(['c00001', 'c00002', 'c00003'])
      expect([chunks[0]?.lower, chunks.at(-1)?.upper]).toEqual([null, null])
      expect(chunks.slice(1).map(({ lower }) => lower)).toEqual(chunks.slice(0, -1).map(({ upper }) => upper))
      await world.insert([{ id: 999_999, note: null, at: NOON }])
      const read1 = await Promise.all(chunks.map((chunk) => read(source, events, EVERYTHING, chunk)))
      expect(read1.map(({ ids }) => ids.length)).toEqual([1000, 1000, 501])
      expect(new Set(read1.flatMap(({ ids }) => ids)).size).toBe(2501)
    }))

  test('a table without a cursor is one chunk, and so is a window of few rows', () =>
    withEvents(rows(1500), async (world) => {
      const { source } = world
      expect(await source.planChunks(wholeEvents, EVERYTHING)).toEqual([WHOLE])
      await world.insert([{ id: 5000, note: null, at: '2025-01-01 00:00:00' }])
      expect(await source.planChunks(events, { lower: '2025-01-01 00:00:00.000000', bound: null })).toEqual([WHOLE])
    }))

  test('gives COPY text in the order of the catalog, and the totals of the chunk', () =>
    withEvents(
      [
        { id: 1, note: 'a\tb\\c\n', at: NOON },
        { id: 2, note: null, at: NOON },
        { id: 3, note: 'nul\0', at: NOON },
        { id: 4, note: '', at: NOON },
      ],
      async ({ source }) => {
        const { lines, totals, quarantined } = await read(source, events)
        expect(lines.map((line) => line.split('\t').slice(0, 2))).toEqual([
          ['1', 'a\\tb\\\\c\\n'],
          ['2', '\\N'],
          ['3', 'nul'],
          ['4', ''],
        ])
        expect(lines[0]).toMatch(/\t2024-05-05 12:00:00(\.0+)?\+00$/)
        expect(totals).toEqual({
          rowsRead: 4,
          rowsQuarantined: 0,
          conversions: { 'note: nul-character-removed': 1 },
          warnings: 0,
        })
        expect(quarantined).toEqual([])
      },
    ))

  test('a row that cannot cross goes to quarantine with its key and the reason', () =>
    withEvents(
      [
        { id: 1, note: 'a', at: NOON },
        { id: 2, note: null, at: NOON },
      ],
      async ({ source }) => {
        const { ids, totals, quarantined } = await read(source, notedEvents)
        expect(ids).toEqual([1])
        expect(totals).toMatchObject({ rowsRead: 2, rowsQuarantined: 1 })
        expect(quarantined).toMatchObject([{ key: { id: '2' }, column: 'note', row: { id: '2', note: null } }])
        expect(quarantined[0]?.reason).toContain('NULL')
      },
    ))

  test('a chunk is one snapshot: what is written while it is read does not appear', () =>
    withEvents(rows(3), async (world) => {
      const { source } = world
      const options = { maskKey: Buffer.alloc(32), onQuarantine: () => undefined }
      const { blocks } = source.readChunk(wholeEvents, EVERYTHING, WHOLE, options)
      let read1 = 0
      for await (const block of blocks) {
        if (read1 === 0) {
          await world.remove([3])
          await world.insert([{ id: 9, note: null, at: NOON }])
        }
        read1 += block.rows
      }
      expect(read1).toBe(3)
    }))

  test('totals are refused before the blocks have ended', () =>
    withEvents(rows(1), async ({ source }) => {
      const options = { maskKey: Buffer.alloc(32), onQuarantine: () => undefined }
      const reading = source.readChunk(events, EVERYTHING, WHOLE, options)
      expect(() => reading.totals()).toThrow('before its blocks ended')
    }))

  test('reads a small table as a whole by its key, without the rows that cannot cross', () =>
    withEvents(
      [
        { id: 1, note: 'a', at: NOON },
        { id: 2, note: null, at: NOON },
      ],
      async ({ source }) => {
        const { columns, rows: found, leftOut } = await source.readLookup(notedEvents)
        expect([...columns]).toEqual(['id', 'note', 'changed_at'])
        expect([...found.keys()]).toEqual(['1'])
        expect(found.get('1')?.[1]).toBe('a')
        expect(leftOut).toBe(1)
      },
    ))

  test('of some keys, names those that exist, in their order', () =>
    withEvents(rows(3), async (world) => {
      const { source } = world
      await world.remove([2])
      expect(await source.existingKeys(events, [['3'], ['2'], ['1'], ['7']])).toEqual([['3'], ['1']])
      expect(await source.existingKeys(events, [])).toEqual([])
    }))

  test('fails with SourceTableChangedError when the table is gone', async () => {
    await using world = await open()
    await world.create()
    await world.drop()
    const gone = { name: 'SourceTableChangedError' }
    await expect(world.source.hasRows(events, EVERYTHING)).rejects.toMatchObject(gone)
    await expect(world.source.planChunks(events, EVERYTHING)).rejects.toMatchObject(gone)
    await expect(world.source.existingKeys(events, [['1']])).rejects.toMatchObject(gone)
    await expect(world.source.readLookup(events)).rejects.toMatchObject(gone)
    await expect(read(world.source, events)).rejects.toMatchObject(gone)
  })
}
