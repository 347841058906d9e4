import { ConservationError, StagingLostError } from '@hourglass/contracts/errors'
import { expect, test } from 'vitest'
import { answers, manyRows } from '../../test/answers.ts'
import { load, loadOne, partOf } from '../../test/extracts.ts'
import { testTarget, type TestTarget } from '../../test/target.ts'

const staged = async (t: TestTarget) => {
  const [row] = await t.db.query<{ rows: string; parts: string }>(
    `select (select count(*) from hourglass_staging.staging_1) as rows,
      (select count(*) from hourglass.loaded_parts) as parts`,
  )
  return row
}
/** Two parts, five rows. */
const twoParts = (t: TestTarget) => load(t.target, answers, { fence: 1, parts: [manyRows(3), [{ id: 4 }, { id: 5 }]] })

test('is unlogged, without constraints, left alone by autovacuum, in catalog order', async () => {
  await using t = await testTarget()
  await t.target.prepareStaging(answers, 'staging_1')
  expect(
    await t.db.query(`select relpersistence, reloptions, relhasindex from pg_class where relname = 'staging_1'`),
  ).toEqual([{ relpersistence: 'u', reloptions: ['autovacuum_enabled=false'], relhasindex: false }])
  const columns = await t.db.query<{ attname: string; type: string; attnotnull: boolean }>(
    `select attname, format_type(atttypid, atttypmod) as type, attnotnull from pg_attribute
      where attrelid = 'hourglass_staging.staging_1'::regclass and attnum > 0 order by attnum`,
  )
  expect(columns.map(({ attname }) => attname)).toEqual(Object.keys(answers.columns))
  expect(columns.map(({ type }) => type)).toEqual([
    'bigint',
    'timestamp(6) without time zone',
    'numeric(4,2)',
    'jsonb',
    'text',
  ])
  expect(columns.every(({ attnotnull }) => !attnotnull)).toBe(true)
})

test('preparing again keeps rows that match the ledger', async () => {
  await using t = await testTarget()
  await twoParts(t)
  await t.target.prepareStaging(answers, 'staging_1')
  expect(await staged(t)).toEqual({ rows: '5', parts: '2' })
})

test('a crash emptied it: publish refuses, preparing empties the ledger too, loading works again [case 128, 156]', async () => {
  await using t = await testTarget()
  const request = await twoParts(t)
  await t.db.query('truncate hourglass_staging.staging_1')
  await expect(t.target.publish(request)).rejects.toThrow(StagingLostError)
  expect(await t.db.query('select * from analytics.answers')).toEqual([])

  await t.target.prepareStaging(answers, 'staging_1')
  expect(await staged(t)).toEqual({ rows: '0', parts: '0' })
  const again = await twoParts(t)
  expect(await t.target.publish(again)).toMatchObject({ counts: { inserted: 5 } })
})

test('more rows than the ledger says: preparing empties both', async () => {
  await using t = await testTarget()
  await twoParts(t)
  await t.db.query('delete from hourglass.loaded_parts where rows = 2')
  await t.target.prepareStaging(answers, 'staging_1')
  expect(await staged(t)).toEqual({ rows: '0', parts: '0' })
})

test('another set of columns: it is made anew', async () => {
  await using t = await testTarget()
  await twoParts(t)
  await t.db.query('alter table hourglass_staging.staging_1 alter column score type numeric(5,2)')
  await t.target.prepareStaging(answers, 'staging_1')
  expect(await staged(t)).toEqual({ rows: '0', parts: '0' })
})

test('two callers at once both succeed', async () => {
  await using t = await testTarget({ lockSeconds: 20 })
  await Promise.all([t.target, t.another()].map((target) => target.prepareStaging(answers, 'staging_1')))
  expect(await staged(t)).toEqual({ rows: '0', parts: '0' })
})

test('a name that is no staging name is refused', async () => {
  await using t = await testTarget()
  await expect(t.target.prepareStaging(answers, 'analytics.answers')).rejects.toMatchObject({
    name: 'InvalidInputError',
  })
  await expect(t.target.dropStaging('a"; drop table x')).rejects.toMatchObject({ name: 'InvalidInputError' })
})

test('dropping what is not there is fine', async () => {
  await using t = await testTarget()
  await expect(t.target.dropStaging('never_made')).resolves.toBeUndefined()
})

test('fails when a part of the manifest was not loaded [case 99]', async () => {
  await using t = await testTarget()
  const request = await twoParts(t)
  await t.db.query('delete from hourglass.loaded_parts where rows = 2')
  await expect(t.target.publish(request)).rejects.toThrow(StagingLostError)
})

test('fails when a part was loaded that the manifest does not have [case 102]', async () => {
  await using t = await testTarget()
  const request = await twoParts(t)
  await loadOne(t.target, request, partOf('stray', 1), [{ id: 9 }])
  await expect(t.target.publish(request)).rejects.toThrow(ConservationError)
})

test('fails when staging holds more than was loaded', async () => {
  await using t = await testTarget()
  const request = await twoParts(t)
  await t.db.query('insert into hourglass_staging.staging_1 (id) values (9)')
  await expect(t.target.publish(request)).rejects.toThrow(ConservationError)
  expect(await t.db.query('select * from analytics.answers')).toEqual([])
})

test('fails when the manifest does not add up', async () => {
  await using t = await testTarget()
  const request = await twoParts(t)
  const { manifest } = request
  await expect(t.target.publish({ ...request, manifest: { ...manifest, rowsRead: 6 } })).rejects.toThrow(
    ConservationError,
  )
  await expect(t.target.publish({ ...request, manifest: { ...manifest, rows: 4, rowsRead: 4 } })).rejects.toThrow(
    ConservationError,
  )
})
