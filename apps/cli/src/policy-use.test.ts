import { mkdtemp, readFile, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { expect, test } from 'vitest'
import { keepPolicyUse } from './policy-use.ts'

test('the line counts, the file names', async () => {
  const folder = await mkdtemp(path.join(tmpdir(), 'hourglass-policies-'))
  const line = await keepPolicyUse(
    {
      functions: {},
      s3Bytes: 0,
      messages: 0,
      deniedCalls: [],
      unusedGrants: [{ role: 'stage', origin: 'policy p', action: 's3:ListBucket' }],
    },
    folder,
  )
  expect(line).toMatch(/^policies: 0 calls denied, 1 grants not used; .*policies\.txt$/)
  expect(await readFile(path.join(folder, 'policies.txt'), 'utf8')).toContain('s3:ListBucket (policy p)')
  await rm(folder, { recursive: true })
})
