import type { TargetTable } from '@hourglass/catalog-kit/table'
import { ObjectAccessError, ObjectMissingError, ObjectStoreError, TargetWriteError } from '@hourglass/contracts/errors'
import type { ObjectRef } from '@hourglass/contracts/steps'
import { DatabaseError } from 'pg'
import { columnList, stagingTable } from '../schema/identifiers.ts'
import type { Transaction } from '../connection/transaction.ts'

const IMPORT = `select aws_s3.table_import_from_s3($1, $2, '(format text)', aws_commons.create_s3_uri($3, $4, $5)) as answer`

/** No such schema, no such function. */
const NOT_INSTALLED = new Set(['3F000', '42883'])

/** What `aws_s3` needs besides a table: the object and the region of its bucket. */
export interface S3Source extends ObjectRef {
  readonly region: string
}

/**
 * Postgres pulls the object itself and returns the number of rows. It decompresses because of `Content-Encoding: gzip`.
 * https://docs.aws.amazon.com/AmazonRDS/latest/UserGuide/USER_PostgreSQL.S3Import.Reference.html
 *
 * @throws ObjectMissingError, ObjectAccessError, ObjectStoreError when S3 refuses
 */
export async function importFromS3(
  tx: Transaction,
  table: TargetTable,
  staging: string,
  source: S3Source,
): Promise<number> {
  const { bucket, key, region } = source
  const columns = columnList(Object.keys(table.columns))
  const about = `table "${table.target}": Postgres importing s3://${bucket}/${key}`
  const { answer } = await tx
    .row<{ answer: string }>(IMPORT, [stagingTable(staging), columns, bucket, key, region])
    .catch((thrown: unknown) => {
      throw s3Failure(thrown, about) ?? thrown
    })
  const rows = rowsImported(answer)
  if (rows !== null) return rows
  throw new TargetWriteError(
    `${about}: aws_s3 answered something other than a number of rows; nothing was kept. ` +
      'Look at its version, or load with HOURGLASS_LOAD_WITH=copy',
    { fields: { table: table.target, key } },
  )
}

/** From `907 rows imported into relation "t" from file ... of 1234 bytes`; null when it says no such thing. */
export function rowsImported(answer: string): number | null {
  const rows = /^\s*(\d+) rows? imported\b/.exec(answer)?.[1]
  return rows === undefined ? null : Number(rows)
}

/** The status of S3 is in the text only. Errors of COPY about the rows themselves have none. */
function s3Failure(thrown: unknown, about: string): Error | null {
  if (!(thrown instanceof DatabaseError)) return null
  if (NOT_INSTALLED.has(thrown.code ?? '')) {
    return new TargetWriteError(
      `${about}: this database has no aws_s3; run "create extension aws_s3 cascade" (RDS, Aurora), ` +
        'or load with HOURGLASS_LOAD_WITH=copy',
    )
  }
  const status = /^2[23]/.test(thrown.code ?? '') ? undefined : /\bHTTP (\d{3})\b/.exec(thrown.message)?.[1]
  if (status === undefined) return null
  if (status === '404') return new ObjectMissingError(`${about}: the object does not exist; extract the chunk again`)
  if (status === '403') {
    return new ObjectAccessError(`${about}: S3 refused it; grant the role of the database s3:GetObject on this bucket`)
  }
  return new ObjectStoreError(`${about}: S3 answered with HTTP status ${status}`)
}
