import { expect, test } from 'vitest'
import { databaseUrl } from './database-admin.ts'
import { createOwnedDatabase, dropOwnedDatabase, ensureOwnedDatabase } from './owned-database.ts'

test.for(['production', 'hourglass', 'hourglass_tests_x; drop database x', 'HOURGLASS_TEST', 'my_hourglass_test', ''])(
  'fails when asked to touch "%s", before any connection',
  async (name) => {
    const nowhere = 'postgres://127.0.0.1:1/postgres'
    await expect(createOwnedDatabase(nowhere, name)).rejects.toThrow('is not ours to make or drop')
    await expect(ensureOwnedDatabase(nowhere, name)).rejects.toThrow('is not ours to make or drop')
    await expect(dropOwnedDatabase(nowhere, name)).rejects.toThrow('is not ours to make or drop')
  },
)

test('the URL of a database keeps credentials and options', () => {
  expect(databaseUrl('mysql://u:p%40@h:1', 'hourglass_demo')).toBe('mysql://u:p%40@h:1/hourglass_demo')
  expect(databaseUrl('postgres://u:p@h/postgres?sslmode=require', 'x')).toBe('postgres://u:p@h/x?sslmode=require')
})
