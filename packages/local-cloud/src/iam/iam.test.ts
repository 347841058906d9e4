import { describe, expect, test } from 'vitest'
import { evaluate } from './evaluate.ts'
import { parsePolicy } from './policy.ts'

const policy = (...statements: object[]): string => JSON.stringify({ Version: '2012-10-17', Statement: statements })

function decide(document: string, action: string, resource: string, context: Record<string, string> = {}): boolean {
  const keys = new Map(Object.entries(context).map(([key, value]) => [key.toLowerCase(), value]))
  return evaluate(parsePolicy(document, 'p'), { action, resource, context: keys }).allowed
}

const OBJECTS = policy({
  Effect: 'Allow',
  Action: ['s3:GetObject*', 's3:Put?bject'],
  Resource: 'arn:aws:s3:::data/runs/*',
})

test.each([
  ['s3:GetObject', 'arn:aws:s3:::data/runs/7/plan.json', true],
  ['s3:getobjectversion', 'arn:aws:s3:::data/runs/x', true],
  ['s3:PutObject', 'arn:aws:s3:::data/runs/x', true],
  ['s3:DeleteObject', 'arn:aws:s3:::data/runs/x', false],
  ['s3:GetObject', 'arn:aws:s3:::data/Runs/x', false],
  ['s3:GetObject', 'arn:aws:s3:::data', false],
])('%s on %s is allowed: %s', (action, resource, allowed) => {
  expect(decide(OBJECTS, action, resource)).toBe(allowed)
})

test('a denial wins over any grant', () => {
  const denied = policy(
    { Effect: 'Allow', Action: '*', Resource: '*' },
    { Effect: 'Deny', Action: 's3:Delete*', Resource: '*' },
  )
  expect(decide(denied, 's3:GetObject', 'arn:x')).toBe(true)
  expect(decide(denied, 's3:DeleteObject', 'arn:x')).toBe(false)
})

test('NotAction and NotResource mean everything else', () => {
  const others = policy({ Effect: 'Allow', NotAction: 's3:*', NotResource: 'arn:secret' })
  expect(decide(others, 'sns:Publish', 'arn:topic')).toBe(true)
  expect(decide(others, 's3:GetObject', 'arn:topic')).toBe(false)
  expect(decide(others, 'sns:Publish', 'arn:secret')).toBe(false)
})

describe('conditions', () => {
  const listing = (Condition: object): string =>
    policy({ Effect: 'Allow', Action: 's3:ListBucket', Resource: '*', Condition })

  test.each<[object, Record<string, string>, boolean]>([
    [{ StringLike: { 's3:prefix': ['runs/*', 'plans/*'] } }, { 's3:prefix': 'plans/1' }, true],
    [{ StringLike: { 's3:prefix': 'runs/*' } }, { 's3:prefix': 'other' }, false],
    [{ StringLike: { 's3:prefix': 'runs/*' } }, {}, false],
    [{ StringNotEquals: { 'aws:PrincipalAccount': '1' } }, { 'aws:principalaccount': '2' }, true],
    [{ StringNotEquals: { 'aws:PrincipalAccount': ['1', '2'] } }, { 'aws:PrincipalAccount': '2' }, false],
    [{ StringEqualsIfExists: { 's3:prefix': 'a' } }, {}, true],
    [
      { ArnLike: { 'aws:PrincipalArn': 'arn:aws:iam::*:role/w*' } },
      { 'aws:PrincipalArn': 'arn:aws:iam::1:role/work' },
      true,
    ],
    [{ Bool: { 'aws:SecureTransport': 'false' } }, { 'aws:SecureTransport': 'true' }, false],
    [{ Null: { 's3:prefix': 'true' } }, {}, true],
    [{ NumericLessThanEquals: { 's3:max-keys': 10 } }, { 's3:max-keys': '9' }, true],
    [{ StringLike: { 's3:prefix': 'a*' }, Bool: { 'aws:SecureTransport': true } }, { 's3:prefix': 'a' }, false],
  ])('%j with %j: %s', (condition, context, allowed) => {
    expect(decide(listing(condition), 's3:ListBucket', 'arn:x', context)).toBe(allowed)
  })

  test('fails for an operator that is not supported', () => {
    expect(() => decide(listing({ IpAddress: { 's3:prefix': '10.0.0.0/8' } }), 's3:ListBucket', 'arn:x')).toThrow(
      'the condition operator "IpAddress" is not supported here',
    )
  })
})

test('a variable in a resource stands for a value of the request', () => {
  const own = policy({ Effect: 'Allow', Action: 's3:*', Resource: 'arn:aws:s3:::data/${aws:PrincipalAccount}/*' })
  expect(decide(own, 's3:GetObject', 'arn:aws:s3:::data/1/a', { 'aws:PrincipalAccount': '1' })).toBe(true)
  expect(decide(own, 's3:GetObject', 'arn:aws:s3:::data/2/a', { 'aws:PrincipalAccount': '1' })).toBe(false)
})

test.each([
  ['[', /p is not a JSON object/],
  ['{"Statement":["x"]}', /p: statement 0 is not an object/],
  ['{"Statement":{"Effect":"Perhaps"}}', /p: Effect must be Allow or Deny/],
])('fails to read %s', (document, message) => {
  expect(() => parsePolicy(document, 'p')).toThrow(message)
})
