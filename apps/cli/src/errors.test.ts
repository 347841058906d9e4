import { expect, test } from 'vitest'
import { explain } from './errors.ts'
import { OperatorError } from '@hourglass/cloud/errors'

const named = (name: string, fields: object = {}) => Object.assign(new Error('what happened'), { name, ...fields })

test.for([
  ['an error of ours', new OperatorError('there is no run "x"'), 'there is no run "x"'],
  ['a server that did not start', named('ServerStartError'), 'what happened'],
  ['no AWS credentials', named('CredentialsProviderError'), 'aws sso login'],
  ['no AWS region', new Error('Region is missing'), 'AWS_REGION'],
  ['expired AWS credentials', named('ExpiredTokenException', { $metadata: {} }), 'aws sso login'],
  ['an answer of AWS', named('Other', { $metadata: {} }), 'AWS answered Other: what happened'],
  ['a full disk', named('Error', { code: 'ENOSPC' }), 'HOURGLASS_HOME'],
  ['nothing listening', named('Error', { code: 'ECONNREFUSED' }), 'is it running?'],
] as const)('%s is explained without a stack', ([, thrown, text]) => {
  expect(explain(thrown)).toContain(text)
  expect(explain(thrown)).not.toContain('    at ')
})

test('a mistake of ours shows where it is', () => {
  expect(explain(new TypeError('x is not a function'))).toContain('    at ')
  expect(explain(new TypeError('x is not a function'))).toContain('please report it')
})
