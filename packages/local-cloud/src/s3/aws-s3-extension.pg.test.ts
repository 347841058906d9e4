import { mkdtemp, rename, rm, stat } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { gzipSync } from 'node:zlib'
import { PutObjectCommand, S3Client } from '@aws-sdk/client-s3'
import { Client } from 'pg'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { startEndpoint, type Endpoint } from '../http/endpoint.ts'
import { openLocalS3 } from './local-s3.ts'
import { installAwsS3 } from '@hourglass/databases/aws-s3-extension'
import { messageOf } from '@hourglass/databases/errors'
import { startPostgres } from '@hourglass/databases/postgres'
import type { Server } from '@hourglass/databases/server'

const BUCKET = 'import-test'
const KEYS = { accessKeyId: 'TESTACCESSKEY', secretAccessKey: 'test-secret-of-the-import' }
let folder: string
let server: Server
let endpoint: Endpoint
let admin: Client
let writer: Client

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), "hourglass it's s3 "))
  server = await startPostgres({ folder: join(folder, 'a server'), temporary: true })
  const principal = 'arn:aws:iam::000000000000:user/test'
  endpoint = await startEndpoint({
    credentials: new Map([[KEYS.accessKeyId, { secretAccessKey: KEYS.secretAccessKey, principal }]]),
  })
  const s3 = await openLocalS3({ folder: join(folder, 's3') })
  endpoint.mountS3(s3.serve)
  await s3.ensureBucket(BUCKET)
  await put('rows.csv', '1,one\n2,two\n3,three\n')
  await put('rows.csv.gz', gzipSync('1\tone\n2\t\\N\n'), 'gzip')
  await put("odd/it's $(touch x) é+ü;.csv", '7,odd\n')
  await put('bad.csv', '1,one\nnot a number,two\n')

  await installAwsS3({ url: server.url, endpoint: endpoint.url, ...KEYS })
  admin = await connect(server.url)
  await admin.query(`
    create role writer login password 'writer';
    grant usage on schema aws_s3, aws_commons to writer;
    grant execute on all functions in schema aws_s3 to writer;
    create schema app; grant usage, create on schema app to writer;
    create table app.rows (id int, name text); grant insert, select, truncate on app.rows to writer;
    create table app."Odd ""Name" ("Id" int, "select" text); grant insert, select on app."Odd ""Name" to writer;
    create table app.secrets (id int, name text);
    create schema closed; create table closed.rows (id int, name text); grant insert on closed.rows to writer`)
  const url = new URL(server.url)
  url.username = 'writer'
  url.password = 'writer'
  writer = await connect(url.href)
})

afterAll(async () => {
  await admin.end()
  await writer.end()
  await server.stop()
  await endpoint.close()
  await rm(folder, { recursive: true, force: true })
})

async function connect(url: string): Promise<Client> {
  const client = new Client({ connectionString: url })
  await client.connect()
  return client
}

async function put(key: string, body: string | Buffer, encoding?: string): Promise<void> {
  const client = new S3Client({ endpoint: endpoint.url, region: 'eu-west-1', credentials: KEYS, forcePathStyle: true })
  const gzip = encoding === undefined ? {} : { ContentEncoding: encoding }
  await client.send(new PutObjectCommand({ Bucket: BUCKET, Key: key, Body: body, ...gzip }))
  client.destroy()
}

/** Imports in a transaction that is rolled back. @returns the answer and the table's rows. */
async function importing(client: Client, table: string, columns: string, options: string, key: string) {
  await client.query('begin')
  try {
    const { rows: answers } = await client.query<{ answer: string }>(
      `select aws_s3.table_import_from_s3($1, $2, $3, aws_commons.create_s3_uri($4, $5, 'eu-west-1')) as answer`,
      [table, columns, options, BUCKET, key],
    )
    const { rows } = await client.query<Record<string, unknown>>(`select * from ${table}`)
    return { answer: answers[0]?.answer, rows }
  } finally {
    await client.query('rollback')
  }
}

const failure = (...args: Parameters<typeof importing>) => importing(...args).then(() => 'no error', messageOf)

describe('imports for an ordinary role', () => {
  test('with the answer that RDS gives', async () => {
    const { answer, rows } = await importing(writer, 'app.rows', '', '(format csv)', 'rows.csv')
    expect(answer).toBe('3 rows imported into relation "app.rows" from file rows.csv of 20 bytes')
    expect(rows).toHaveLength(3)
  })

  test('a gzip object, counted in its stored bytes', async () => {
    const { answer, rows } = await importing(writer, 'app.rows', 'id, name', '', 'rows.csv.gz')
    expect(answer).toMatch(/^2 rows imported into relation "app\.rows" from file rows\.csv\.gz of \d+ bytes$/)
    expect(rows).toEqual([
      { id: 1, name: 'one' },
      { id: 2, name: null },
    ])
  })

  test('by bucket, path and region, with a table found by the search_path, which stays as it was', async () => {
    await writer.query('set search_path to app, public')
    const { rows } = await writer.query<{ answer: string }>(
      `select aws_s3.table_import_from_s3('rows', 'name', 'delimiter ''|'' null E''\\\\N''', $1, 'rows.csv', 'us-east-1') as answer`,
      [BUCKET],
    )
    expect(rows[0]?.answer).toMatch(/^3 rows imported into relation "rows"/)
    expect((await writer.query('show search_path')).rows).toEqual([{ search_path: 'app, public' }])
    await writer.query('reset search_path; truncate app.rows')
  })

  test('odd names of tables, columns and keys', async () => {
    const columns = '"Id", "select"'
    const key = "odd/it's $(touch x) é+ü;.csv"
    const { answer, rows } = await importing(writer, 'app."Odd ""Name"', columns, '(format csv)', key)
    expect(answer).toContain(`from file ${key} of 6 bytes`)
    expect(rows).toEqual([{ Id: 7, select: 'odd' }])
  })

  test('a megabyte-sized object as a whole', async () => {
    const lines = Array.from({ length: 200_000 }, (_, id) => `${id},${'x'.repeat(20)}\n`).join('')
    await put('large.csv.gz', gzipSync(lines), 'gzip')
    const { answer } = await importing(writer, 'app.rows', '', '(format csv)', 'large.csv.gz')
    expect(answer).toContain('200000 rows imported')
  })
})

describe('fails', () => {
  test('when the object is not there, saying so, and the transaction can be rolled back', async () => {
    const message = await failure(writer, 'app.rows', '', '(format csv)', 'absent.csv')
    expect(message).toBe(`HTTP 404 NoSuchKey for s3://${BUCKET}/absent.csv`)
  })

  test('when a row does not fit, with the error of COPY', async () => {
    expect(await failure(writer, 'app.rows', '', '(format csv)', 'bad.csv')).toContain(
      'invalid input syntax for type integer',
    )
  })

  test('when the table or its schema is closed to the caller', async () => {
    expect(await failure(writer, 'app.secrets', '', '(format csv)', 'rows.csv')).toBe(
      'permission denied for table app.secrets',
    )
    expect(await failure(writer, 'closed.rows', '', '(format csv)', 'rows.csv')).toBe(
      'permission denied for table closed.rows',
    )
  })

  test('when the role was not granted the function', async () => {
    await admin.query("create role stranger login password 'stranger'")
    const client = await connect(server.url.replace(/\/\/[^@]*@/, '//stranger:stranger@'))
    expect(await failure(client, 'app.rows', '', '', 'rows.csv')).toContain('permission denied for schema aws_')
    await client.end()
  })

  test.for(['id) from program $$id$$; --', 'id, (select 1)', 'id,', '"', 'id; drop table app.rows', "id'"])(
    'when column_list is %s',
    async (columns) => {
      expect(await failure(writer, 'app.rows', columns, '', 'rows.csv')).toContain(
        'column_list is not a list of column names',
      )
    },
  )

  test.for([
    '(format csv) where pg_sleep(0) is null',
    '(format csv); drop table app.rows',
    '(format csv) -- comment',
    '(format csv) /* comment */',
    "(delimiter '\\'); drop table app.rows; --')",
    "(delimiter xE'\\'; drop table app.rows; --')",
    '(delimiter $$;$$)',
    "(null U&'x')",
  ])('when options are %s', async (options) => {
    expect(await failure(writer, 'app.rows', '', options, 'rows.csv')).toContain('options are not COPY options')
  })

  test.for([
    ['a trigger', 'create trigger t before insert on app.own for each row execute function app.evil_row()'],
    ['a default', 'alter table app.own alter name set default app.evil()'],
    ['a default', 'alter table app.own add check (app.evil() is not null)'],
    ['row level security', 'alter table app.own enable row level security'],
  ] as const)("when the table would run the caller's code as superuser: %s", async ([what, sql]) => {
    await writer.query(`
      create table app.own (id int, name text);
      create function app.evil() returns text language sql immutable as 'select current_user::text';
      create function app.evil_row() returns trigger language plpgsql as 'begin return new; end'`)
    await writer.query(sql)
    expect(await failure(writer, 'app.own', 'id, name', '(format csv)', 'rows.csv')).toMatch(
      new RegExp(`for superusers only: it has ${what}`),
    )
    await writer.query('drop table app.own; drop function app.evil(); drop function app.evil_row()')
  })

  test('when the server is not one of ours', async () => {
    const data =
      (await admin.query<{ data: string }>("select current_setting('data_directory') as data")).rows[0]?.data ?? ''
    const marker = join(data, '..', 'password')
    await rename(marker, `${marker}-away`)
    const message = await installAwsS3({ url: server.url, endpoint: endpoint.url, ...KEYS }).catch(messageOf)
    await rename(`${marker}-away`, marker)
    expect(message).toContain('load through COPY FROM STDIN')
  })
})

test('nothing secret is in SQL, and the settings file is for the server alone', async () => {
  const { rows } = await admin.query<{ program: string; results: string }>(
    'select program, results from aws_s3._settings',
  )
  expect(rows[0]?.program).not.toContain(KEYS.secretAccessKey)
  await expect(writer.query('select * from aws_s3._settings')).rejects.toThrow('permission denied')
  const settings =
    /'([^']*settings-[^']*\.json)'/.exec(rows[0]?.program.replaceAll(String.raw`'\''`, '’') ?? '')?.[1] ?? ''
  expect((await stat(settings.replaceAll('’', "'"))).mode & 0o777).toBe(0o600)
})
