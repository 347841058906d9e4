import { describe, expect, test } from 'vitest'
import { AccessDeniedError, type AuthorizationRequest, inNameOf } from '../services/authorize.ts'
import type { CloudModel, ResourcePolicyModel, RoleModel } from '../stack/model/model.ts'
import { createAuthorizer } from './authorizer.ts'

const ACCOUNT = '123456789012'
const ROLE = `arn:aws:iam::${ACCOUNT}:role/work`
const TOPIC = `arn:aws:sns:eu-central-1:${ACCOUNT}:alerts`
const RULE = `arn:aws:events:eu-central-1:${ACCOUNT}:rule/failed`
const KEY = `arn:aws:kms:eu-central-1:${ACCOUNT}:key/k`
const BUCKET = 'arn:aws:s3:::data'

const named = { id: 'test/x', address: 'x', name: 'x' }

function policy(resourceArn: string, ...Statement: object[]): ResourcePolicyModel {
  return { resourceArn, id: 'test/policy', document: JSON.stringify({ Statement }) }
}

function cloud(own: readonly object[], resourcePolicies: readonly ResourcePolicyModel[], key?: string): CloudModel {
  const role: RoleModel = {
    ...named,
    name: 'work',
    arn: ROLE,
    trustPolicy: '{}',
    policies: [{ name: 'p', document: JSON.stringify({ Statement: own }) }],
    awsManagedPolicyArns: [],
  }
  return {
    account: { region: 'eu-central-1', accountId: ACCOUNT },
    functions: [],
    stateMachines: [],
    buckets: [{ ...named, name: 'data', arn: BUCKET, versioning: false, kmsKeyArn: undefined, bucketKey: false }],
    roles: [role],
    secrets: [],
    topics: [{ ...named, arn: TOPIC, kmsKeyArn: key, subscriptions: [] }],
    rules: [],
    schedules: [],
    databases: [],
    queues: [],
    keys: key === undefined ? [] : [{ id: 'test/key', arn: key }],
    resourcePolicies,
  }
}

const allow = (Action: string, more: object = {}): object => ({ Effect: 'Allow', Action, Resource: '*', ...more })

/** Why a call is denied; null when it is allowed. */
async function ask(model: CloudModel, request: AuthorizationRequest): Promise<string | null> {
  try {
    await createAuthorizer(model, 'admin').authorize(request)
    return null
  } catch (error) {
    if (error instanceof AccessDeniedError) return error.message
    throw error
  }
}

const byRole = (action: string, resource: string): AuthorizationRequest => ({
  principal: ROLE,
  action,
  resource,
  context: {},
})
const byRule = inNameOf('events.amazonaws.com', RULE, 'sns:Publish', TOPIC, ACCOUNT)

describe("a bucket's policy", () => {
  const get = byRole('s3:GetObject', `${BUCKET}/a`)
  const insecure = (value: string): ResourcePolicyModel =>
    policy(BUCKET, {
      Sid: 'TlsOnly',
      Effect: 'Deny',
      Principal: '*',
      Action: ['s3:*'],
      Resource: [BUCKET, `${BUCKET}/*`],
      Condition: { Bool: { 'aws:SecureTransport': value } },
    })

  test('that denies what is not encrypted lets calls pass, as they are on AWS', async () => {
    expect(await ask(cloud([allow('s3:GetObject')], [insecure('false')]), get)).toBeNull()
  })

  test('denies even what the role may', async () => {
    expect(await ask(cloud([allow('s3:GetObject')], [insecure('true')]), get)).toBe(
      `role work lacks s3:GetObject on ${BUCKET}/a: test/policy, statement TlsOnly denies it`,
    )
  })

  test('that allows the role is enough inside one account', async () => {
    const grant = policy(BUCKET, allow('s3:GetObject', { Principal: { AWS: ROLE } }))
    expect(await ask(cloud([], [grant]), get)).toBeNull()
    const other = policy(BUCKET, allow('s3:GetObject', { Principal: { AWS: `${ROLE}-2` } }))
    expect(await ask(cloud([], [other]), get)).toContain('none of its policies allows it')
    const account = policy(BUCKET, allow('s3:GetObject', { Principal: { AWS: ACCOUNT } }))
    expect(await ask(cloud([], [account]), get)).toContain('none of its policies allows it')
  })
})

describe('a service', () => {
  const grant = (Condition: object): ResourcePolicyModel =>
    policy(TOPIC, allow('sns:Publish', { Principal: { Service: 'events.amazonaws.com' }, Condition }))

  test('may do what the policy on the resource allows it for that source', async () => {
    expect(await ask(cloud([], [grant({ ArnEquals: { 'aws:SourceArn': RULE } })]), byRule)).toBeNull()
    expect(await ask(cloud([], [grant({ ArnEquals: { 'aws:SourceArn': `${RULE}-2` } })]), byRule)).toContain(
      `asks for ArnEquals aws:SourceArn ${RULE}-2, and the call has "${RULE}"`,
    )
  })

  test('may do nothing where no policy names it, and the missing statement is told', async () => {
    const missing = `missing: {"Effect":"Allow","Principal":{"Service":"events.amazonaws.com"},"Action":"sns:Publish","Resource":"${TOPIC}"}`
    expect(await ask(cloud([allow('*')], []), byRule)).toBe(
      `events.amazonaws.com lacks sns:Publish on ${TOPIC}: the resource has no policy in the stacks; ${missing}`,
    )
  })

  test('needs the key of an encrypted topic too, by the policy of the key', async () => {
    const topic = grant({})
    const root = policy(KEY, allow('kms:*', { Principal: { AWS: `arn:aws:iam::${ACCOUNT}:root` } }))
    const events = policy(KEY, allow('kms:*', { Principal: { Service: 'events.amazonaws.com' } }))
    expect(await ask(cloud([], [topic, root], KEY), byRule)).toMatch(
      /events\.amazonaws\.com lacks kms:GenerateDataKey on/,
    )
    expect(await ask(cloud([], [topic, root, events], KEY), byRule)).toBeNull()
  })

  test('does not meet a condition on a key that AWS does not document for it: the alert would be lost', async () => {
    const account = { Condition: { StringEquals: { 'aws:SourceAccount': ACCOUNT } } }
    const source = { Condition: { ArnEquals: { 'aws:SourceArn': RULE } } }
    const root = policy(KEY, allow('kms:*', { Principal: { AWS: `arn:aws:iam::${ACCOUNT}:root` } }))
    for (const Condition of [account, source]) {
      const events = policy(KEY, allow('kms:*', { Principal: { Service: 'events.amazonaws.com' }, ...Condition }))
      expect(await ask(cloud([], [grant({}), root, events], KEY), byRule)).toMatch(
        /lacks kms:GenerateDataKey on .* and the call has none/,
      )
    }
    expect(await ask(cloud([], [grant(account.Condition)]), byRule)).toMatch(/and the call has none/)
    const alarm = inNameOf('cloudwatch.amazonaws.com', `${RULE}-alarm`, 'sns:Publish', TOPIC, ACCOUNT)
    const alarms = policy(
      TOPIC,
      allow('sns:Publish', { Principal: { Service: 'cloudwatch.amazonaws.com' }, ...account }),
    )
    expect(await ask(cloud([], [alarms]), alarm)).toBeNull()
  })
})

describe("a key's policy", () => {
  const use = byRole('kms:Decrypt', KEY)
  const root = { Principal: { AWS: `arn:aws:iam::${ACCOUNT}:root` } }

  test('that leaves it to the account lets the role policies decide', async () => {
    expect(await ask(cloud([allow('kms:Decrypt')], [policy(KEY, allow('kms:*', root))]), use)).toBeNull()
    expect(await ask(cloud([], [policy(KEY, allow('kms:*', root))]), use)).toContain('none of its policies allows it')
  })

  test('that names neither the role nor the account refuses what the role policies allow', async () => {
    const other = policy(KEY, allow('kms:*', { Principal: { AWS: `${ROLE}-2` } }))
    expect(await ask(cloud([allow('kms:Decrypt')], [other]), use)).toContain(
      'the policy on the resource does not allow it',
    )
    const direct = policy(KEY, allow('kms:Decrypt', { Principal: { AWS: ROLE } }))
    expect(await ask(cloud([], [direct]), use)).toBeNull()
  })
})

test('a policy with NotPrincipal cannot be read here', () => {
  const odd = policy(TOPIC, { Effect: 'Deny', NotPrincipal: { AWS: ROLE }, Action: '*', Resource: '*' })
  expect(() => createAuthorizer(cloud([], [odd]), 'admin')).toThrow('test/policy: NotPrincipal is not supported here')
})
