import { messageOf } from '@hourglass/core/errors'
import { type ConnectionOptions, createConnection } from 'mysql2/promise'
import { MigrateError } from './errors.ts'
import type { Login } from './secret-values.ts'

export interface MysqlAccess {
  /** How the administrator connects. */
  readonly admin: ConnectionOptions
  readonly database: string
  readonly worker: Login
  /** Refuses the worker without TLS. */
  readonly requireTls: boolean
}

/**
 * Makes the workers' user: reads the source database, and sees what all sessions do (PROCESS), which the bound of a run
 * depends on (invariant I1). Safe to repeat; a new password in the secret takes effect.
 *
 * @throws MigrateError
 */
export async function ensureMysqlAccess(access: MysqlAccess): Promise<void> {
  const { username, password } = access.worker
  try {
    await using connection = await createConnection(access.admin)
    // Values are put in by the driver; MySQL and MariaDB keep passwords of these statements out of their logs.
    await connection.query("create user if not exists ?@'%' identified by ?", [username, password])
    const tls = access.requireTls ? 'ssl' : 'none'
    await connection.query(`alter user ?@'%' identified by ? require ${tls}`, [username, password])
    await connection.query("grant select, show view on ??.* to ?@'%'", [access.database, username])
    await connection.query("grant process, replication client on *.* to ?@'%'", [username])
  } catch (thrown) {
    throw new MigrateError(`cannot prepare MySQL database "${access.database}": ${messageOf(thrown)}`, {
      cause: thrown,
    })
  }
}
