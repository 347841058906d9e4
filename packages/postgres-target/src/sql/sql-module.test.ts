import { readFile } from 'node:fs/promises'
import { expect, test } from 'vitest'
import { migrations } from '../generated/sql.ts'
import { renderSqlModule, SQL_FOLDER, SQL_MODULE } from './sql-module.ts'

/** Checksums of released migrations. A migration is never edited: add a line, never change one. */
const RELEASED = {
  '001_control_schema': '3b163866f373d671',
  '002_models': '725c5f14ef62872c',
  '003_lookups': 'ea1cfc74ad49a13f',
  '004_load_modes': 'dd0d71bd7ad7edb6',
  '005_set_aside': '133bdb05955595e0',
}

test('the generated module is up to date', async () => {
  expect(await readFile(SQL_MODULE, 'utf8')).toBe(await renderSqlModule(SQL_FOLDER))
})

test('migrations are numbered from 1 without gaps and are never edited', () => {
  expect(migrations.map(({ id }) => id)).toEqual(migrations.map((_, index) => index + 1))
  expect(Object.fromEntries(migrations.map(({ name, checksum }) => [name, checksum]))).toEqual(RELEASED)
})
