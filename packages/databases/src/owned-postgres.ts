import { Client } from 'pg'
import { MARKER_TABLE, databaseUrl, type DatabaseAdmin, type DatabaseState } from './database-admin.ts'

/** Everything that is not Postgres's own or the empty schema `public`. */
const OBJECTS = `
  with ours as (
    select oid, nspname from pg_namespace
    where nspname !~ '^pg_' and nspname <> 'information_schema'
  )
  select to_regclass('public.${MARKER_TABLE}') is not null as marked,
         (select count(*) from ours where nspname <> 'public')
       + (select count(*) from pg_class where relnamespace in (select oid from ours))
       + (select count(*) from pg_proc where pronamespace in (select oid from ours))
       + (select count(*) from pg_type where typnamespace in (select oid from ours)) as objects`

/** {@link DatabaseAdmin} of a Postgres server. */
export async function openPostgresAdmin(adminUrl: string): Promise<DatabaseAdmin> {
  const admin = await connect(adminUrl)
  const inside = async <T>(name: string, work: (client: Client) => Promise<T>) => {
    const client = await connect(databaseUrl(adminUrl, name))
    try {
      return await work(client)
    } finally {
      await client.end()
    }
  }
  return {
    async state(name): Promise<DatabaseState> {
      const { rowCount } = await admin.query('select from pg_database where datname = $1', [name])
      if (rowCount === 0) return 'absent'
      const { rows } = await inside(name, (client) => client.query<{ marked: boolean; objects: string }>(OBJECTS))
      if (rows[0]?.marked) return 'marked'
      return rows[0]?.objects === '0' ? 'empty' : 'foreign'
    },
    async create(name) {
      await admin.query(`create database ${name} template template0 encoding 'UTF8'`)
    },
    async mark(name) {
      await inside(name, (client) =>
        client.query(`create table public.${MARKER_TABLE} (made_at timestamptz not null default now())`),
      )
    },
    async drop(name) {
      await admin.query(`drop database ${name} with (force)`)
    },
    async list(prefix) {
      const { rows } = await admin.query<{ name: string }>(
        'select datname as name from pg_database where starts_with(datname, $1) order by 1',
        [prefix],
      )
      return rows.map(({ name }) => name)
    },
    async sessions(name) {
      const { rows } = await admin.query<{ count: number }>(
        'select count(*)::int as count from pg_stat_activity where datname = $1',
        [name],
      )
      return rows[0]?.count ?? 0
    },
    close: () => admin.end(),
  }
}

async function connect(url: string): Promise<Client> {
  const client = new Client({ connectionString: url })
  client.on('error', () => {}) // a lost connection is reported by the next query
  await client.connect()
  return client
}
