import aslValidator from 'asl-validator'
import { describe, expect, test, vi } from 'vitest'
import { SYNTH_TIMEOUT } from '../../test/fixture-app.ts'
import { DefinitionError } from '../errors.ts'
import { type DistributedMapProps, distributedMap } from './distributed-map.ts'
import type { ReaderProps } from './item-reader.ts'

vi.setConfig({ testTimeout: SYNTH_TIMEOUT })

const AT = { bucketPath: '$.bucket', keyPath: '$.key' } as const

const PROPS: DistributedMapProps = {
  label: 'Each',
  comment: 'each item',
  children: 'EXPRESS',
  items: { from: 'json', at: AT },
  maxConcurrency: 10,
  child: { StartAt: 'Done', States: { Done: { Type: 'Succeed' } } },
  result: 'keep',
  next: { End: true },
}

function isValid(props: DistributedMapProps): boolean {
  const definition = { StartAt: 'Each', States: { Each: distributedMap(props) } }
  return aslValidator(definition).isValid
}

describe('readers', () => {
  const readers: readonly (readonly [ReaderProps, object])[] = [
    [{ from: 'input', path: '$.items' }, { ItemsPath: '$.items' }],
    [
      { from: 's3-objects', bucket: 'b', prefix: 'in/', maxItems: { path: '$.most' } },
      {
        ItemReader: {
          Resource: 'arn:aws:states:::s3:listObjectsV2',
          ReaderConfig: { MaxItemsPath: '$.most' },
          Parameters: { Bucket: 'b', Prefix: 'in/' },
        },
      },
    ],
    [
      { from: 'json', at: AT, pointer: '/chunks' },
      {
        ItemReader: {
          ReaderConfig: { InputType: 'JSON', ItemsPointer: '/chunks' },
          Parameters: { 'Bucket.$': '$.bucket', 'Key.$': '$.key' },
        },
      },
    ],
    [
      { from: 'jsonl', at: { bucket: 'b', key: 'k' } },
      { ItemReader: { ReaderConfig: { InputType: 'JSONL' }, Parameters: { Bucket: 'b', Key: 'k' } } },
    ],
    [
      { from: 'csv', at: AT, headers: ['id', 'name'], delimiter: 'TAB' },
      {
        ItemReader: {
          ReaderConfig: {
            InputType: 'CSV',
            CSVHeaderLocation: 'GIVEN',
            CSVHeaders: ['id', 'name'],
            CSVDelimiter: 'TAB',
          },
        },
      },
    ],
    [{ from: 'csv', at: AT }, { ItemReader: { ReaderConfig: { InputType: 'CSV', CSVHeaderLocation: 'FIRST_ROW' } } }],
    [
      { from: 'parquet', at: { bucket: 'b', key: 'rows.parquet' } },
      { ItemReader: { ReaderConfig: { InputType: 'PARQUET' }, Parameters: { Bucket: 'b', Key: 'rows.parquet' } } },
    ],
    [
      { from: 's3-inventory', at: AT, maxItems: 5 },
      { ItemReader: { ReaderConfig: { InputType: 'MANIFEST', MaxItems: 5 } } },
    ],
  ]

  test.each(readers)('%j', (items, rendered) => {
    expect(distributedMap({ ...PROPS, items })).toMatchObject(rendered)
    expect(isValid({ ...PROPS, items })).toBe(true)
  })
})

test('a deliberate 0 is rendered', () => {
  expect(distributedMap({ ...PROPS, maxConcurrency: 0, tolerated: { percentage: 0 } })).toMatchObject({
    MaxConcurrency: 0,
    ToleratedFailurePercentage: 0,
  })
})

test('amounts may come from the plan', () => {
  const map = distributedMap({
    ...PROPS,
    maxConcurrency: { path: '$.wide' },
    tolerated: { count: { path: '$.count' } },
    batcher: { maxItems: { path: '$.items' }, maxInputBytes: 100_000, batchInput: { 'run.$': '$.run' } },
  })
  expect(map).toMatchObject({
    MaxConcurrencyPath: '$.wide',
    ToleratedFailureCountPath: '$.count',
    ItemBatcher: { MaxItemsPerBatchPath: '$.items', MaxInputBytesPerBatch: 100_000, BatchInput: { 'run.$': '$.run' } },
  })
})

test('fails with every broken rule in one error', () => {
  const attempt = () =>
    distributedMap({
      ...PROPS,
      label: `Each: ${'x'.repeat(40)}`,
      maxConcurrency: 10_001,
      tolerated: { percentage: 101 },
      batcher: { batchInput: {} },
      items: { from: 'csv', at: AT, headers: ['a', 'a'], maxItems: 0 },
      child: { StartAt: 'Nowhere', States: {} },
    })
  expect(attempt).toThrow(DefinitionError)
  for (const problem of [
    /label has 46 characters/,
    /holds a character/,
    /maxConcurrency is 10001/,
    /tolerated\.percentage is 101/,
    /batcher has no limit/,
    /repeats "a"/,
    /items\.maxItems is 0/,
    /"Nowhere", which it does not have/,
  ]) {
    expect(attempt).toThrow(problem)
  }
})

test('fails when a prefix would match longer names, or a batch is larger than a payload', () => {
  expect(() => distributedMap({ ...PROPS, items: { from: 's3-objects', bucket: 'b', prefix: 'in' } })).toThrow(
    /must end with/,
  )
  expect(() => distributedMap({ ...PROPS, batcher: { maxInputBytes: 262_145 } })).toThrow(/from 1 to 262144/)
})
