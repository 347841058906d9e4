import { execa } from 'execa'
import type { LocalDatabases } from '@hourglass/local/databases'

const COLUMNS = 'id, response_id, question_id, rating, body, answered_at, updated_at, deleted_at'

/**
 * The plain way beside ours: `mariadb --batch | psql \copy` of the answers into a table without a key. It cannot tell
 * NULL from the text and transforms nothing, so it is a floor, not an alternative.
 *
 * @returns null when a client is not installed
 */
export async function copyFloor(databases: LocalDatabases): Promise<{ rows: number; seconds: number } | null> {
  const client = (await installed('mariadb')) ?? (await installed('mysql'))
  if (!client || !(await installed('psql'))) return null
  const mysql = new URL(databases.source.adminUrl)
  const target = databases.target.adminUrl
  const psql = (command: string) => ['-v', 'ON_ERROR_STOP=1', '-qAt', '-d', target, '-c', command]
  await execa('psql', psql('create unlogged table bench_floor (like analytics.answers)'))
  const started = performance.now()
  const read = execa(
    client,
    [
      '--quick',
      '--batch',
      '--skip-column-names',
      `--host=${mysql.hostname}`,
      `--port=${mysql.port}`,
      `--user=${mysql.username}`,
      `--execute=SELECT ${COLUMNS} FROM answers`,
      mysql.pathname.slice(1),
    ],
    { env: { MYSQL_PWD: decodeURIComponent(mysql.password) }, buffer: false },
  )
  await read.pipe('psql', psql(`\\copy bench_floor (${COLUMNS}) from stdin with (null 'NULL')`))
  const seconds = (performance.now() - started) / 1000
  const { stdout } = await execa('psql', psql('select count(*) from bench_floor'))
  return { rows: Number(stdout), seconds }
}

async function installed(command: string): Promise<string | null> {
  const { failed } = await execa(command, ['--version'], { reject: false })
  return failed ? null : command
}
