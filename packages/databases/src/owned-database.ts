import { MARKER_TABLE, databaseUrl, type DatabaseAdmin } from './database-admin.ts'
import { NotOwnedDatabaseError } from './errors.ts'
import { openMysqlAdmin } from './owned-mysql.ts'
import { openPostgresAdmin } from './owned-postgres.ts'
import { describeServer } from './server.ts'

/** `hourglass_demo...` and `hourglass_test...`, in characters that need no quoting in either database. */
const OWNED_NAME = /^hourglass_(?:demo|test)[a-z0-9_]{0,40}$/

/**
 * Makes the database `name` fresh and empty but for the marker table. One that we marked earlier is dropped first; one
 * that is there and empty is taken as it is, since the user may not be allowed to make databases.
 * @returns the URL of that database, with the credentials of `adminUrl`.
 * @throws NotOwnedDatabaseError when the name is not ours, or the database holds something we did not mark.
 */
export async function createOwnedDatabase(adminUrl: string, name: string): Promise<string> {
  requireOwnedName(name)
  await using admin = await openAdmin(adminUrl)
  const state = await admin.state(name)
  if (state === 'foreign') throw notOurs(adminUrl, name)
  if (state === 'marked') await admin.drop(name)
  if (state !== 'empty') await admin.create(name)
  await admin.mark(name)
  return databaseUrl(adminUrl, name)
}

/** A database of ours that was kept, or made because there was none. */
export interface EnsuredDatabase {
  readonly url: string
  /** True when it was made, or was empty, and so holds nothing but the marker table. */
  readonly created: boolean
}

/**
 * Keeps the database `name` with everything in it when we marked it earlier; else makes it as {@link createOwnedDatabase}.
 * @throws NotOwnedDatabaseError as {@link createOwnedDatabase} does.
 */
export async function ensureOwnedDatabase(adminUrl: string, name: string): Promise<EnsuredDatabase> {
  requireOwnedName(name)
  await using admin = await openAdmin(adminUrl)
  const state = await admin.state(name)
  if (state === 'foreign') throw notOurs(adminUrl, name)
  if (state === 'absent') await admin.create(name)
  if (state !== 'marked') await admin.mark(name)
  return { url: databaseUrl(adminUrl, name), created: state !== 'marked' }
}

/**
 * Drops the database `name` and ends the sessions that use it; does nothing when it is absent.
 * @throws NotOwnedDatabaseError as {@link createOwnedDatabase} does.
 */
export async function dropOwnedDatabase(adminUrl: string, name: string): Promise<void> {
  requireOwnedName(name)
  await using admin = await openAdmin(adminUrl)
  const state = await admin.state(name)
  if (state === 'foreign') throw notOurs(adminUrl, name)
  if (state !== 'absent') await admin.drop(name)
}

/** Opens the administrator's view of the server at `adminUrl`; close it with `await using`. */
export async function openAdmin(adminUrl: string): Promise<DatabaseAdmin & AsyncDisposable> {
  const open = new URL(adminUrl).protocol === 'mysql:' ? openMysqlAdmin : openPostgresAdmin
  const admin = await open(adminUrl)
  return { ...admin, [Symbol.asyncDispose]: () => admin.close() }
}

function requireOwnedName(name: string): void {
  if (OWNED_NAME.test(name)) return
  throw new NotOwnedDatabaseError(
    `database "${name}" is not ours to make or drop: only hourglass_demo* and hourglass_test* are (a-z, 0-9, _)`,
  )
}

function notOurs(adminUrl: string, name: string): NotOwnedDatabaseError {
  return new NotOwnedDatabaseError(
    `database "${name}" at ${describeServer(adminUrl)} holds objects and has no table ${MARKER_TABLE}, so it was not ` +
      'made by the demo or the tests: nothing was changed. Drop or rename it yourself if it is not needed',
  )
}
