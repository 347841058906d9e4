import { createHash } from 'node:crypto'
import { readdir, readFile } from 'node:fs/promises'
import { basename, join } from 'node:path'

/** The folder of `.sql` files and the module made from it, relative to this package. */
export const SQL_FOLDER = join(import.meta.dirname, '../../sql')
export const SQL_MODULE = join(import.meta.dirname, '../generated/sql.ts')

/**
 * Renders `sql/` as a TypeScript module, because a Lambda bundle is one file and Node 20 cannot import text.
 * `generate-sql.ts` writes it; `sql-module.test.ts` fails when it is out of date.
 */
export async function renderSqlModule(folder: string): Promise<string> {
  const migrations = await readSql(join(folder, 'migrations'))
  const statements = await readSql(join(folder, 'statements'))
  const migrationLines = migrations.map(({ name, sql }) => {
    const fields = { id: Number(name.slice(0, 3)), name, checksum: checksum(sql), sql }
    return `  ${JSON.stringify(fields)},`
  })
  const statementLines = statements.map(({ name, sql }) => `  ${camelCase(name)}: ${JSON.stringify(sql)},`)
  return [
    '// Generated from packages/postgres-target/sql by `pnpm --filter @hourglass/postgres-target generate`. Do not edit.',
    'export const migrations = [',
    ...migrationLines,
    '] as const',
    '',
    'export const sql = {',
    ...statementLines,
    '} as const',
    '',
  ].join('\n')
}

async function readSql(folder: string) {
  const files = (await readdir(folder)).filter((file) => file.endsWith('.sql')).sort()
  return Promise.all(
    files.map(async (file) => ({ name: basename(file, '.sql'), sql: await readFile(join(folder, file), 'utf8') })),
  )
}

function checksum(text: string): string {
  return createHash('sha256').update(text).digest('hex').slice(0, 16)
}

function camelCase(name: string): string {
  return name.replace(/-(\w)/g, (_, letter: string) => letter.toUpperCase())
}
