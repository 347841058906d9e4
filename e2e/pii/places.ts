import { readdir, readFile } from 'node:fs/promises'
import path from 'node:path'
import { gunzipSync } from 'node:zlib'
import { GetObjectCommand, ListBucketsCommand, paginateListObjectsV2 } from '@aws-sdk/client-s3'
import {
  DescribeExecutionCommand,
  paginateGetExecutionHistory,
  paginateListExecutions,
  paginateListMapRuns,
  paginateListStateMachines,
  type SFNClient,
} from '@aws-sdk/client-sfn'
import { quotePostgres } from '@hourglass/catalog-kit/identifiers'
import type { TestDatabase } from '@hourglass/testing/databases'
import type { TestLocal } from '../support/test-local.ts'

/** Something that was left behind MySQL: where it is, and what it holds. */
export interface Place {
  readonly where: string
  readonly bytes: Buffer
}

type Places = AsyncGenerator<Place, void, void>

/** Every object of every bucket, unpacked, with its key. */
export async function* objectPlaces({ local }: TestLocal): Places {
  const { s3 } = local.cloud
  const { Buckets = [] } = await s3.send(new ListBucketsCommand({}))
  for (const { Name: bucket } of Buckets) {
    for await (const { Contents = [] } of paginateListObjectsV2({ client: s3 }, { Bucket: bucket })) {
      for (const { Key: key = '' } of Contents) {
        const { Body, Metadata } = await s3.send(new GetObjectCommand({ Bucket: bucket, Key: key }))
        const bytes = Buffer.from((await Body?.transformToByteArray()) ?? [])
        const where = `s3 ${key}`
        yield { where, bytes: Buffer.concat([Buffer.from(`${key} ${JSON.stringify(Metadata)}\n`), unpacked(bytes)]) }
      }
    }
  }
}

/** Every file that the cloud keeps: worker logs, executions, what S3 and secrets lie in. */
export async function* filePlaces({ folder }: TestLocal): Places {
  for (const entry of await readdir(folder, { recursive: true, withFileTypes: true })) {
    if (!entry.isFile()) continue
    const file = path.join(entry.parentPath, entry.name)
    yield { where: `file ${path.relative(folder, file)}`, bytes: unpacked(await readFile(file)) }
  }
}

/** Input, output, error and every event of each execution, children of Maps included; and the alerts that were sent. */
export async function* executionPlaces({ local }: TestLocal): Places {
  const { sfn } = local.cloud
  for await (const { stateMachines = [] } of paginateListStateMachines({ client: sfn }, {})) {
    for (const { stateMachineArn } of stateMachines) yield* executionsOf(sfn, { stateMachineArn })
  }
  for (const [n, message] of local.aws.messages().entries()) yield { where: `alert ${n}`, bytes: asJson(message) }
}

async function* executionsOf(
  client: SFNClient,
  of: { stateMachineArn: string | undefined } | { mapRunArn: string | undefined },
): Places {
  for await (const { executions = [] } of paginateListExecutions({ client }, of)) {
    for (const { executionArn, name } of executions) {
      // Step Functions keeps nothing of an EXPRESS child; what it gave or threw is in the Map's result files.
      if (executionArn?.includes(':express:')) continue
      const described = await client.send(new DescribeExecutionCommand({ executionArn }))
      yield { where: `execution ${name}`, bytes: asJson({ ...described, $metadata: undefined }) }
      for await (const { events } of paginateGetExecutionHistory({ client }, { executionArn })) {
        yield { where: `history ${name}`, bytes: asJson(events) }
      }
      for await (const { mapRuns = [] } of paginateListMapRuns({ client }, { executionArn })) {
        for (const { mapRunArn } of mapRuns) yield* executionsOf(client, { mapRunArn })
      }
    }
  }
}

/** Every column of every table in every schema but the server's own, and what sessions ran last. */
export async function* postgresPlaces(postgres: TestDatabase): Places {
  const tables = await postgres.query<{ schema: string; name: string }>(
    `select schemaname as schema, tablename as name from pg_tables
     where schemaname not in ('pg_catalog', 'information_schema') order by 1, 2`,
  )
  for (const { schema, name } of tables) {
    const rows = await postgres.query<{ row: Record<string, unknown> }>(
      `select to_jsonb(t) as row from ${quotePostgres(schema)}.${quotePostgres(name)} as t`,
    )
    for (const column of Object.keys(rows[0]?.row ?? {})) {
      yield { where: `postgres ${schema}.${name}.${column}`, bytes: asJson(rows.map(({ row }) => row[column])) }
    }
  }
  const asides = await postgres.query(
    'select query as text from pg_stat_activity union all select description from pg_description',
  )
  yield { where: 'postgres sessions and comments', bytes: asJson(asides) }
}

function unpacked(bytes: Buffer): Buffer {
  return bytes[0] === 0x1f && bytes[1] === 0x8b ? gunzipSync(bytes) : bytes
}

function asJson(value: unknown): Buffer {
  return Buffer.from(JSON.stringify(value) ?? '')
}
