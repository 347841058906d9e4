import type { TestDatabase } from '@hourglass/testing/databases'
import { expect, vi } from 'vitest'

const GATE = 4711

/** Holds a session at a known point until the test lets it pass. */
export interface Gate {
  /** Resolves when a session stands there; gives its process id. */
  reached(): Promise<number>
  open(): Promise<void>
}

/** Stops a publish inside COMMIT: a deferred trigger of its ledger row runs there. Use a target with a long lock time. */
export function gateAtCommit(db: TestDatabase): Promise<Gate> {
  return gateOn(db, 'hourglass.publishes', 'deferrable initially deferred')
}

/** Stops a transaction as it ends the statement that writes its first row to `table`. */
export function gateAtWrite(db: TestDatabase, table: string): Promise<Gate> {
  return gateOn(db, table, '')
}

async function gateOn(db: TestDatabase, table: string, timing: string): Promise<Gate> {
  await db.query(`create or replace function public.pass_gate() returns trigger language plpgsql as
    'begin perform pg_advisory_xact_lock_shared(${GATE}); return null; end'`)
  await db.query(`create constraint trigger gate after insert or update on ${table} ${timing}
    for each row execute function public.pass_gate()`)
  await db.query('select pg_advisory_lock($1)', [GATE])
  return {
    reached: () =>
      vi.waitFor(async () => {
        const [waiting] = await db.query<{ pid: number }>(
          `select pid from pg_locks where locktype = 'advisory' and not granted and objid = ${GATE}
            and database = (select oid from pg_database where datname = current_database())`,
        )
        expect(waiting).toBeDefined()
        return waiting?.pid ?? 0
      }, 10_000),
    open: async () => {
      await db.query('select pg_advisory_unlock($1)', [GATE])
    },
  }
}
