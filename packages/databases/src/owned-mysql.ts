import { createConnection, type RowDataPacket } from 'mysql2/promise'
import { MARKER_TABLE, type DatabaseAdmin, type DatabaseState } from './database-admin.ts'

/** {@link DatabaseAdmin} of a MySQL or MariaDB server. */
export async function openMysqlAdmin(adminUrl: string): Promise<DatabaseAdmin> {
  const admin = await createConnection({ uri: adminUrl })
  const rows = async (sql: string, values: readonly string[]) => {
    const [found] = await admin.query<RowDataPacket[]>(sql, [...values])
    return found
  }
  // MySQL refuses information_schema.processlist while any session runs a statement with an emoji (error 3854).
  const sessionsIn = async (name: string) => (await rows('show processlist', [])).filter(({ db }) => db === name)
  return {
    async state(name): Promise<DatabaseState> {
      if ((await rows('select 1 from information_schema.schemata where schema_name = ?', [name])).length === 0) {
        return 'absent'
      }
      const tables = await rows('select table_name as name from information_schema.tables where table_schema = ?', [
        name,
      ])
      if (tables.some(({ name }) => name === MARKER_TABLE)) return 'marked'
      const routines = await rows('select 1 from information_schema.routines where routine_schema = ?', [name])
      const events = await rows('select 1 from information_schema.events where event_schema = ?', [name])
      return tables.length + routines.length + events.length === 0 ? 'empty' : 'foreign'
    },
    async create(name) {
      await admin.query(`create database ${name} character set utf8mb4`)
    },
    async mark(name) {
      await admin.query(
        `create table ${name}.${MARKER_TABLE} (id int primary key, made_at timestamp not null default current_timestamp)`,
      )
    },
    async drop(name) {
      // An open transaction's metadata lock would hold up the drop.
      for (const { Id } of await sessionsIn(name)) {
        await admin.query('kill ?', [Id]).catch(() => {}) // it may have ended by itself
      }
      await admin.query(`drop database ${name}`)
    },
    async list(prefix) {
      const found = await rows(
        'select schema_name as name from information_schema.schemata where left(schema_name, char_length(?)) = ? order by 1',
        [prefix, prefix],
      )
      return found.map(({ name }) => String(name))
    },
    async sessions(name) {
      return (await sessionsIn(name)).length
    },
    close: () => admin.end(),
  }
}
