import { mkdtemp, readdir, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { loadCatalog } from '@hourglass/catalog-tools/load-catalog'
import { mysqlDatabase } from '@hourglass/testing/databases'
import { afterEach, expect, test, vi } from 'vitest'
import { createOutput } from '../output.ts'
import { initCommand } from './init.ts'

afterEach(() => vi.restoreAllMocks())

test('with a MySQL, every table that can be moved gets a file in the schema that is named, and the others are listed', async () => {
  await using database = await mysqlDatabase()
  await database.query('CREATE TABLE order_lines (id INT PRIMARY KEY, amount DECIMAL(8, 2) NOT NULL)')
  await database.query('CREATE TABLE keyless (id INT)')
  const folder = await mkdtemp(join(tmpdir(), 'init-'))
  const said: string[] = []
  vi.spyOn(process.stdout, 'write').mockImplementation((text) => {
    said.push(String(text))
    return true
  })
  try {
    const output = createOutput(true, new AbortController().signal)
    await initCommand({ catalog: folder, schema: 'sales', url: database.url }, output)
    expect((await loadCatalog(folder)).map(({ target }) => target)).toEqual(['sales.order_lines'])
    expect(await readdir(join(folder, 'generated/ddl'))).toEqual(['sales.order_lines.sql'])
    expect(JSON.parse(said.join(''))).toMatchObject({
      written: [{ source: 'order_lines', target: 'sales.order_lines' }],
      leftOut: [expect.stringContaining('"keyless"')],
      sampleRemoved: false,
    })
  } finally {
    await rm(folder, { recursive: true })
  }
})
