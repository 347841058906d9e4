import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { setTimeout as delay } from 'node:timers/promises'
import { installAwsS3 } from '@hourglass/databases/aws-s3-extension'
import { startPostgres } from '@hourglass/databases/postgres'

/** Where an S3 answers, and with which keys. */
export interface S3Address {
  /** `http://127.0.0.1:<port>` */
  readonly endpoint: string
  readonly region: string
  readonly credentials: { readonly accessKeyId: string; readonly secretAccessKey: string }
}

/** A Postgres of one test's own, for what a shared server cannot show: a crash, aws_s3. */
export interface OwnPostgres extends AsyncDisposable {
  /** URL of its database with an administrator's rights. The port may change in a crash. */
  url(): string
  /** Lets its database read from an S3 through aws_s3, as on RDS. */
  readFrom(s3: S3Address): Promise<void>
  /** Kills it without warning and starts it on the same data, which it recovers. */
  crash(): Promise<void>
}

/** Starts it; make it with `await using`. */
export async function ownPostgres(): Promise<OwnPostgres> {
  const folder = await mkdtemp(join(tmpdir(), 'hourglass-test-postgres-'))
  const options = { folder, durable: true }
  let server = await startPostgres(options)
  return {
    url: () => server.url,
    readFrom: ({ endpoint, credentials }) => installAwsS3({ url: server.url, endpoint, ...credentials }),
    async crash() {
      if (server.pid === undefined) throw new Error('the server has no process of its own')
      process.kill(server.pid, 'SIGKILL')
      await gone(server.pid)
      await server.stop()
      server = await startPostgres(options)
    },
    async [Symbol.asyncDispose]() {
      await server.stop()
      await rm(folder, { recursive: true, force: true })
    },
  }
}

async function gone(pid: number): Promise<void> {
  for (;;) {
    try {
      process.kill(pid, 0)
    } catch {
      return
    }
    await delay(10)
  }
}
