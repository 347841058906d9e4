import { StagingLostError, TargetUnavailableError } from '@hourglass/contracts/errors'
import { ownPostgres } from '@hourglass/testing/own-postgres'
import { expect, test } from 'vitest'
import { answers, manyRows } from '../../test/answers.ts'
import { load, publishRows } from '../../test/extracts.ts'
import { optionsFor } from '../../test/target.ts'
import { createTarget } from '../target.ts'

test('the server is killed between loading and publishing [case 128, 156]', async () => {
  await using postgres = await ownPostgres()
  const before = createTarget(optionsFor(postgres.url()))
  await before.migrate()
  await publishRows(before, answers, { fence: 1, parts: [manyRows(10, 'old')] })
  const extract = { fence: 2, parts: [manyRows(10, 'new')] }
  const request = await load(before, answers, extract)
  await postgres.crash()
  await before.close()

  const after = createTarget(optionsFor(postgres.url()))
  try {
    // UNLOGGED rows are gone, the ledger is not: this must not count as an empty extract.
    await expect(after.publish(request)).rejects.toThrow(StagingLostError)
    expect(await after.publish(await load(after, answers, extract))).toMatchObject({
      counts: { staged: 10, updated: 10, inserted: 0 },
    })
  } finally {
    await after.close()
  }
})

test('fails as unavailable while there is no server', async () => {
  const postgres = await ownPostgres()
  const target = createTarget(optionsFor(postgres.url()))
  await target.migrate()
  await postgres[Symbol.asyncDispose]()
  await expect(target.nextFence(answers)).rejects.toThrow(TargetUnavailableError)
  await target.close()
})
