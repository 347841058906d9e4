import { TargetTableChangedError } from '@hourglass/contracts/errors'
import { postgresDatabase } from '@hourglass/testing/databases'
import { expect, test } from 'vitest'
import { answers } from '../../test/answers.ts'
import { optionsFor, testTarget } from '../../test/target.ts'
import { migrations } from '../generated/sql.ts'
import { createTarget } from '../target.ts'

test('makes the three schemas and can be repeated', async () => {
  await using t = await testTarget()
  await t.target.migrate()
  expect(await t.db.query('select id, name, checksum from hourglass.migrations')).toEqual(
    migrations.map(({ id, name, checksum }) => ({ id, name, checksum })),
  )
  expect(await t.db.query(`select nspname from pg_namespace where nspname like 'hourglass%' order by 1`)).toEqual(
    ['hourglass', 'hourglass_backup', 'hourglass_staging'].map((nspname) => ({ nspname })),
  )
})

test('four at once are safe', async () => {
  await using db = await postgresDatabase()
  const targets = Array.from({ length: 4 }, () => createTarget({ ...optionsFor(db.url), lockSeconds: 20 }))
  try {
    await Promise.all(targets.map((target) => target.migrate()))
    expect(await db.query('select id from hourglass.migrations')).toHaveLength(migrations.length)
  } finally {
    await Promise.all(targets.map((target) => target.close()))
  }
})

test('fails when an applied migration was edited', async () => {
  await using t = await testTarget()
  await t.db.query(`update hourglass.migrations set checksum = 'other'`)
  await expect(t.target.migrate()).rejects.toThrow(TargetTableChangedError)
})

test('leaves migrations of a later release alone', async () => {
  await using t = await testTarget()
  await t.db.query(`insert into hourglass.migrations (id, name, checksum) values (999, 'later', 'x')`)
  await expect(t.target.migrate()).resolves.toBeUndefined()
})

test('a target that was never migrated says what to run', async () => {
  await using db = await postgresDatabase()
  const target = createTarget(optionsFor(db.url))
  try {
    await expect(target.nextFence(answers)).rejects.toThrow(/hourglass migrate/)
  } finally {
    await target.close()
  }
})
