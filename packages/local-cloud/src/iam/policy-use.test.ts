import { expect, test } from 'vitest'
import { policyUse } from './policy-use.ts'

test('denied calls come with the statement to add, unused grants by role', () => {
  const missing = '{"Effect":"Allow","Action":"s3:PutObject","Resource":"arn:b"}'
  const text = policyUse({
    deniedCalls: [
      { role: 'extract', action: 's3:PutObject', resource: 'arn:b', missing },
      { role: 'load', action: 's3:GetObject', resource: 'arn:c', missing: undefined },
    ],
    unusedGrants: [
      { role: 'stage', origin: 'policy p, statement S', action: 's3:ListBucket' },
      { role: 'load', origin: 'policy p', action: 'kms:Decrypt' },
      { role: 'stage', origin: 'policy p, statement T', action: 'kms:Decrypt' },
    ],
  })
  expect(text).toBe(`Calls that no policy allowed: 2
  extract lacks s3:PutObject on arn:b
    add ${missing}
  load lacks s3:GetObject on arn:c: it is denied

Grants that no call used since the start: 3
A grant may still be needed: for failures, retries and deploys.
  load
    kms:Decrypt (policy p)
  stage
    s3:ListBucket (policy p, statement S)
    kms:Decrypt (policy p, statement T)
`)
})

test('nothing denied, nothing unused', () => {
  expect(policyUse({ deniedCalls: [], unusedGrants: [] })).toBe(
    'Calls that no policy allowed: 0\n\nGrants that no call used since the start: 0\n',
  )
})
