import type { TargetTable } from '@hourglass/catalog-kit/table'
import { ConservationError, StagingLostError, TargetWriteError } from '@hourglass/contracts/errors'
import type { Staged } from '@hourglass/contracts/target/publishing'
import type { PartLoading, StagingRemoval, StagingTables } from '@hourglass/contracts/target/staging'
import { type LiveRow, parseCopy } from './live-rows.ts'

interface Area {
  rows: LiveRow[]
  /** Part -> rows that it brought. */
  readonly ledger: Map<string, number>
}

/** Staging tables with their ledger of parts, and what a test may look at and break. */
export interface StagingAreas extends StagingTables, PartLoading, StagingRemoval {
  names(): readonly string[]
  /** Empties a staging table behind the ledger's back, as a crash of Postgres does. */
  lose(staging: string): void
  /** Fills one with the rows of a model. */
  fill(staging: string, part: string, rows: readonly LiveRow[]): void
  /** The rows, when they are exactly the manifest's. @throws StagingLostError, ConservationError */
  verified(table: TargetTable, staging: string, manifest: Staged): readonly LiveRow[]
}

export function stagingAreas(): StagingAreas {
  const areas = new Map<string, Area>()

  return {
    async prepareStaging(_, staging) {
      const area = areas.get(staging)
      if (area && area.rows.length === sum(area.ledger.values())) return
      areas.set(staging, { rows: [], ledger: new Map() })
    },
    async loadPart(table, staging, part, _, open) {
      let text = ''
      const area = areas.get(staging)
      if (!area) throw new StagingLostError(`staging table "${staging}" is not there`)
      if (area.ledger.has(part.key)) return { loaded: false }
      for await (const bytes of open()) text += bytes.toString('utf8')
      const rows = parseCopy(table, text)
      if (rows.length !== part.rows) {
        throw new TargetWriteError(`part ${part.key}: ${rows.length} rows came, ${part.rows} are recorded`)
      }
      if (areas.get(staging) !== area || area.ledger.has(part.key)) return { loaded: false }
      area.ledger.set(part.key, rows.length)
      area.rows.push(...rows)
      return { loaded: true }
    },
    async dropStaging(staging) {
      areas.delete(staging)
    },
    names: () => [...areas.keys()].sort(),
    lose(staging) {
      const area = areas.get(staging)
      if (area) area.rows = []
    },
    fill: (staging, part, rows) => void areas.set(staging, { rows: [...rows], ledger: new Map([[part, rows.length]]) }),
    verified(table, staging, manifest) {
      const about = `table "${table.target}" staging "${staging}"`
      if (!addsUp(manifest)) throw new ConservationError(`${about}: the manifest does not add up`)
      const area = areas.get(staging)
      if (!area) throw new StagingLostError(`${about} is not there`)
      const recorded = new Map(manifest.parts.map(({ key, rows }) => [key, rows]))
      for (const [key, rows] of area.ledger) {
        if (recorded.get(key) !== rows) throw new ConservationError(`${about}: part ${key} is not the manifest's`)
      }
      if (recorded.size > area.ledger.size) throw new StagingLostError(`${about}: parts are not loaded`)
      if (area.rows.length < manifest.rows) throw new StagingLostError(`${about}: rows are missing`)
      return area.rows
    },
  }
}

function addsUp({ parts, rows, rowsRead, rowsQuarantined }: Staged): boolean {
  return sum(parts.map((part) => part.rows)) === rows && rowsRead === rows + rowsQuarantined
}

function sum(values: Iterable<number>): number {
  return [...values].reduce((total, value) => total + value, 0)
}
