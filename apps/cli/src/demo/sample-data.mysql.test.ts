import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { CANDIDATE_EXPERIENCE } from '@hourglass/candidate-experience/folder'
import { DEFAULT_CATALOG_FOLDER } from '@hourglass/catalog-tools/catalog-plugin'
import { mysqlDatabase } from '@hourglass/testing/databases'
import { expect, test } from 'vitest'
import { fillWithSample } from './sample-data.ts'

test('a MySQL of ours gets the tables that a catalog has and it does not, whatever it was filled for before', async () => {
  await using database = await mysqlDatabase()
  const folder = await mkdtemp(join(tmpdir(), 'sample-data-'))
  const source = {
    adminUrl: database.url,
    workerUrl: database.url,
    server: { kind: 'embedded' },
    created: true,
  } as const
  try {
    const first = await fillWithSample(source, folder, CANDIDATE_EXPERIENCE)
    expect(first).toEqual({ tables: 17, rows: 10_000 })
    const again = { ...source, created: false }
    expect(await fillWithSample(again, folder, CANDIDATE_EXPERIENCE)).toEqual({ tables: 0, rows: 0 })

    await database.query('CREATE TABLE customers (id INT PRIMARY KEY)')
    const other = await fillWithSample(again, folder, DEFAULT_CATALOG_FOLDER)
    const [own] = await database.query<{ n: string }>('SELECT COUNT(*) AS n FROM customers')
    expect({ ...other, own: Number(own?.n) }).toEqual({ tables: 1, rows: 100, own: 0 })
  } finally {
    await rm(folder, { recursive: true })
  }
})

test('a MySQL of somebody else stays as it is', async () => {
  await using database = await mysqlDatabase()
  const source = { adminUrl: database.url, workerUrl: database.url, server: { kind: 'external' } } as const
  expect(await fillWithSample(source, tmpdir(), CANDIDATE_EXPERIENCE)).toEqual({ tables: 0, rows: 0 })
  expect(await database.query('SHOW TABLES')).toHaveLength(1) // the marker of the test's own database
})
