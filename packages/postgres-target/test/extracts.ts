import { modeOf } from '@hourglass/catalog-kit/modes'
import type { TargetTable } from '@hourglass/catalog-kit/table'
import type { Manifest, Part, TableWindow } from '@hourglass/contracts/steps'
import type { Target } from '@hourglass/contracts/target-port'
import type { PublishRequest } from '@hourglass/contracts/target/publishing'
import { copyText, type Row } from './answers.ts'

/** An extract as a test describes it. */
export interface Extract {
  readonly fence: number
  /** One list per part. */
  readonly parts: readonly (readonly Row[])[]
  readonly run?: string
  readonly staging?: string
  readonly lower?: string | null
  readonly bound?: string | null
  readonly allowMassDelete?: boolean
  readonly recheck?: PublishRequest['recheck']
  /** Default: the table's own mode. */
  readonly way?: PublishRequest['way']
}

/** The request that publishes an extract. */
export function requestOf(table: TargetTable, extract: Extract): PublishRequest {
  const run = extract.run ?? `run-${extract.fence}`
  return {
    table,
    way: extract.way ?? modeOf(table).name,
    run,
    staging: extract.staging ?? `staging_${extract.fence}`,
    manifest: manifestOf(table, run, extract),
    allowMassDelete: extract.allowMassDelete ?? false,
    recheck: extract.recheck ?? (async () => []),
  }
}

/** Live table, staging and every part: all that comes before a publish. */
export async function load(target: Target, table: TargetTable, extract: Extract): Promise<PublishRequest> {
  const request = requestOf(table, extract)
  await target.ensureTable(table)
  await target.prepareStaging(table, request.staging)
  for (const [index, part] of request.manifest.parts.entries()) {
    await loadOne(target, request, partOf(part.key, part.rows), extract.parts[index] ?? [])
  }
  return request
}

export function loadOne(target: Target, { table, staging }: PublishRequest, part: Part, rows: readonly Row[]) {
  return target.loadPart(table, staging, part, { bucket: 'b', key: part.key }, () => bytes(rows))
}

/** Loads and publishes. */
export async function publishRows(target: Target, table: TargetTable, extract: Extract) {
  return target.publish(await load(target, table, extract))
}

export async function* bytes(rows: readonly Row[]): AsyncGenerator<Buffer> {
  yield copyText(rows)
}

export function partOf(key: string, rows: number): Part {
  return { key, rows, bytes: 0, rawBytes: 0, sha256: '', etag: '' }
}

function manifestOf(table: TargetTable, run: string, { fence, parts, lower, bound }: Extract): Manifest {
  const window: TableWindow = {
    lower: lower ?? null,
    bound: bound === undefined ? (modeOf(table).window === null ? null : '2026-11-23 10:00:00.000000') : bound,
  }
  const rows = parts.reduce((total, part) => total + part.length, 0)
  return {
    run,
    table: table.target,
    fence,
    window,
    schemaHash: 'h',
    boundBy: 'test',
    chunks: 2,
    rowsRead: rows,
    rowsQuarantined: 0,
    rows,
    bytes: 0,
    conversions: {},
    startedAt: '2026-11-23T09:00:00.000Z',
    parts: parts.map((part, index) => partOf(`runs/${run}/${table.target}/parts/${index}.copy.gz`, part.length)),
  }
}
