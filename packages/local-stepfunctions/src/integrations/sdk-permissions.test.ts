import { expect, test } from 'vitest'
import type { JsonObject } from '../language/json.ts'
import { sdkPermissions } from './sdk-permissions.ts'

const MACHINE = 'arn:aws:states:eu-west-1:123456789012:stateMachine:m'

test.each<[string, string, JsonObject, [string, string][]]>([
  ['s3', 'GetObject', { Bucket: 'b', Key: 'k/1' }, [['s3:GetObject', 'arn:aws:s3:::b/k/1']]],
  ['s3', 'HeadObject', { Bucket: 'b', Key: 'k' }, [['s3:GetObject', 'arn:aws:s3:::b/k']]],
  ['s3', 'ListObjectsV2', { Bucket: 'b', Prefix: 'p/' }, [['s3:ListBucket', 'arn:aws:s3:::b']]],
  ['s3', 'ListBuckets', {}, [['s3:ListAllMyBuckets', '*']]],
  [
    's3',
    'CopyObject',
    { Bucket: 'b', Key: 'to', CopySource: '/a/from%20here?versionId=1' },
    [
      ['s3:GetObject', 'arn:aws:s3:::a/from here'],
      ['s3:PutObject', 'arn:aws:s3:::b/to'],
    ],
  ],
  [
    's3',
    'DeleteObjects',
    { Bucket: 'b', Delete: { Objects: [{ Key: 'x' }, { Key: 'y' }] } },
    [
      ['s3:DeleteObject', 'arn:aws:s3:::b/x'],
      ['s3:DeleteObject', 'arn:aws:s3:::b/y'],
    ],
  ],
  ['sfn', 'StartExecution', { StateMachineArn: MACHINE }, [['states:StartExecution', MACHINE]]],
  ['sfn', 'ListStateMachines', {}, [['states:ListStateMachines', '*']]],
  ['lambda', 'Invoke', { FunctionName: 'f' }, [['lambda:InvokeFunction', '*']]],
  ['sns', 'Publish', { TopicArn: 'arn:aws:sns:::t', Message: 'arn:m' }, [['sns:Publish', 'arn:aws:sns:::t']]],
  ['dynamodb', 'GetItem', { TableName: 't' }, [['dynamodb:GetItem', '*']]],
])('%s %s %j', (service, operation, parameters, expected) => {
  const asked = sdkPermissions(service, operation, parameters)
  expect(asked.map(({ action, resource }) => [action, resource])).toEqual(expected)
})

test('a listing tells its prefix', () => {
  expect(sdkPermissions('s3', 'ListObjectsV2', { Bucket: 'b', Prefix: 'p/' })).toMatchObject([
    { context: { 's3:prefix': 'p/' } },
  ])
})
