import type { Logger } from '@hourglass/core/logger'
import { Client, type ClientConfig, Pool, type PoolClient } from 'pg'
import { isAuthFailure, isConnectionLoss } from './classify.ts'
import { beginSql, type Limits } from './limits.ts'
import type { Credentials, TargetOptions } from './options.ts'
import { timedQuery } from './timed-query.ts'
import { Transaction } from './transaction.ts'

const CONNECT_MS = 10_000
/** How long an idle connection may take to answer before it counts as dead (a thawed Lambda, edge case 117). */
const PING_MS = 5_000
const IDLE_MS = 60_000

/**
 * A small pool that survives what happens to a warm Lambda: sockets that died while it was frozen, passwords that were
 * rotated, a server that failed over. All work is in transactions, so nothing of a session has to last.
 */
export class Connections {
  readonly #options: TargetOptions
  readonly #logger: Logger
  #pool: Promise<Pool> | undefined
  /** Pools that were replaced and still finish their last queries. */
  readonly #old = new Set<Promise<void>>()

  constructor(options: TargetOptions, logger: Logger) {
    this.#options = options
    this.#logger = logger
  }

  /**
   * Runs `work` in one transaction and commits it. Whatever `work` throws rolls back and is thrown on.
   * When the connection breaks during COMMIT nobody knows whether it counted: callers make repeating safe (edge case 7).
   */
  async transaction<T>(limits: Limits, work: (tx: Transaction) => Promise<T>): Promise<T> {
    const client = await this.#begin(limits)
    // Without a listener, an error on a connection that runs no query would end the process.
    const ignore = () => undefined
    client.on('error', ignore)
    let broken = true
    try {
      const tx = new Transaction(client, limits)
      const result = await work(tx)
      await tx.commit()
      broken = false
      return result
    } catch (thrown) {
      broken = isConnectionLoss(thrown) || !(await rolledBack(client))
      throw thrown
    } finally {
      client.off('error', ignore)
      client.release(broken)
    }
  }

  /** Closes every connection. */
  async close(): Promise<void> {
    const pool = this.#pool
    this.#pool = undefined
    if (pool) this.#retire(pool)
    await Promise.all(this.#old)
  }

  async #begin(limits: Limits): Promise<PoolClient> {
    const pool = this.#current()
    try {
      return await beginOn(await pool, limits)
    } catch (error) {
      const again = isConnectionLoss(error) || (isAuthFailure(error) && typeof this.#options.credentials === 'function')
      if (!again) throw error
      const { host, port } = this.#options
      this.#logger.warn({ where: `${host}:${port}` }, 'Postgres connections are opened again')
      if (this.#pool === pool) {
        this.#pool = undefined
        this.#retire(pool)
      }
      return await beginOn(await this.#current(), limits)
    }
  }

  /** The pool in use, or a new one. One that could not be opened (no credentials) is not kept. */
  #current(): Promise<Pool> {
    if (this.#pool) return this.#pool
    const pool = this.#open()
    this.#pool = pool
    pool.catch(() => {
      if (this.#pool === pool) this.#pool = undefined
    })
    return pool
  }

  async #open(): Promise<Pool> {
    const { host, port, database, tls, ca, applicationName, maxConnections } = this.#options
    const { user, password } = await askCredentials(this.#options)
    const config: ClientConfig = {
      host,
      port,
      database,
      user,
      password,
      ssl: tls === 'off' ? false : { rejectUnauthorized: true, ...(ca === undefined ? {} : { ca }) },
      application_name: applicationName,
      keepAlive: true,
      keepAliveInitialDelayMillis: 10_000,
      connectionTimeoutMillis: CONNECT_MS,
    }
    /** Given to the client alone: in the pool's options the limit would count the wait for a free connection too. */
    class TargetClient extends Client {
      constructor() {
        super(config)
      }
    }
    const pool = new Pool({
      Client: TargetClient,
      max: maxConnections,
      idleTimeoutMillis: IDLE_MS,
      allowExitOnIdle: true,
    })
    pool.on('error', () => undefined) // an idle connection was lost; the pool drops it and opens another
    return pool
  }

  #retire(pool: Promise<Pool>): void {
    const ended: Promise<void> = pool
      .then((open) => open.end())
      .catch(() => undefined) // it never opened
      .finally(() => this.#old.delete(ended))
    this.#old.add(ended)
  }
}

async function askCredentials({ credentials }: TargetOptions): Promise<Credentials> {
  return typeof credentials === 'function' ? credentials() : credentials
}

async function beginOn(pool: Pool, limits: Limits): Promise<PoolClient> {
  const client = await pool.connect()
  const ignore = () => undefined
  client.on('error', ignore)
  try {
    if (client.getTransactionStatus() !== 'I') await timedQuery(client, PING_MS, 'rollback')
    await timedQuery(client, PING_MS, beginSql(limits))
    return client
  } catch (error) {
    client.release(true)
    throw error
  } finally {
    client.off('error', ignore)
  }
}

/** Whether the connection is clean again. A connection that may still be busy is closed instead. */
async function rolledBack(client: PoolClient): Promise<boolean> {
  try {
    await timedQuery(client, PING_MS, 'rollback')
    return client.getTransactionStatus() === 'I'
  } catch {
    return false
  }
}
