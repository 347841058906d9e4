import { WORKER_NAMES } from '@hourglass/contracts/workers'
import { describe, expect, test } from 'vitest'
import { EXAMPLE_DEFINITIONS } from '../../test/example-definitions.ts'
import { ENVIRONMENT_CONFIGS } from '../environments/environments.ts'
import { validEnvironment } from '../environments/validate.ts'
import { functionArn, stateMachineArn } from '../resource-names.ts'
import { allStates } from '../state-machines/all-states.ts'
import type { Definition } from '../state-machines/asl.ts'
import { distributedMap } from '../state-machines/distributed-map.ts'
import { workerTask } from '../state-machines/worker-task.ts'
import { type DefinitionAccess, definitionStatements } from './definition-statements.ts'

const config = validEnvironment('dev', ENVIRONMENT_CONFIGS)
/** The example definitions call version 1 of each function. */
const functions = new Map(WORKER_NAMES.map((name) => [`${functionArn(config, name)}:1`, functionArn(config, name)]))
const files = { bucketArn: 'arn:aws:s3:::data', keyArn: 'arn:aws:kms:eu-west-1:1:key/k', results: 'runs/*/results/*' }
const tables = 'runs/*/tables.json'

const sidsOf = (definition: Definition, access: Partial<DefinitionAccess>) =>
  definitionStatements(definition, { config, machine: 'sync-table', functions, ...access }).map(({ sid }) => sid)

describe('each state brings its own statements', () => {
  test('sync-table: functions, Maps and their files', () => {
    const items = { Extract: 'runs/*/chunks.json', Load: 'runs/*/manifest.json' }
    expect(sidsOf(EXAMPLE_DEFINITIONS['sync-table'], { files: { ...files, items } })).toEqual([
      'InvokeWorkers',
      'StartMapRuns',
      'WatchMapChildren',
      'RedriveMapChildren',
      'ReadItems',
      'WriteResults',
      'UseBucketKey',
    ])
  })

  test('hourly-sync: the rule by which Step Functions watches what it started', () => {
    const started = allStates(EXAMPLE_DEFINITIONS['hourly-sync']).flatMap(({ state }) =>
      state.Type === 'Task' ? [String(Object(state.Parameters)['StateMachineArn'])] : [],
    )
    expect(started).toContain(stateMachineArn(config, 'sync-table'))
    const statements = definitionStatements(EXAMPLE_DEFINITIONS['hourly-sync'], {
      config,
      machine: 'hourly-sync',
      functions,
      machines: new Map([
        [stateMachineArn(config, 'sync-table'), 'sync-table'],
        [stateMachineArn(config, 'build-model'), 'build-model'],
      ]),
      files: { ...files, items: { SyncSmall: tables, SyncLarge: tables } },
    })
    expect(statements.find(({ sid }) => sid === 'WatchByRule')?.resources).toEqual([
      'arn:aws:events:eu-west-1:111122223333:rule/StepFunctionsGetEventsForStepFunctionsExecutionRule',
    ])
    // Both lanes read the same file, and it is named once.
    expect(statements.find(({ sid }) => sid === 'ReadItems')?.resources).toEqual([`arn:aws:s3:::data/${tables}`])
  })

  test('a machine without Maps gets nothing of theirs', () => {
    expect(sidsOf(EXAMPLE_DEFINITIONS['build-model'], {})).toEqual(['InvokeWorkers'])
  })

  const oneMap = (map: Partial<Parameters<typeof distributedMap>[0]>): Definition => {
    const child = { StartAt: 'End', States: { End: { Type: 'Succeed' as const } } }
    const state = distributedMap({
      label: 'Each',
      comment: 'Each item.',
      children: 'EXPRESS',
      items: { from: 'input', path: '$.items' },
      maxConcurrency: 1,
      child,
      result: 'keep',
      next: { End: true },
      ...map,
    })
    return { Comment: 'One Map.', TimeoutSeconds: 60, StartAt: 'Each', States: { Each: state } }
  }

  test('objects under a prefix are listed, under that prefix only', () => {
    const definition = oneMap({ items: { from: 's3-objects', bucket: 'in', prefix: 'photos/' } })
    const statements = definitionStatements(definition, { config, machine: 'sync-table', functions })
    expect(statements).toContainEqual({
      sid: 'ListItems',
      actions: ['s3:ListBucket'],
      resources: ['arn:aws:s3:::in'],
      conditions: { StringLike: { 's3:prefix': 'photos/*' } },
    })
  })

  test('a fixed file is read and a fixed prefix written, and nothing else', () => {
    const definition = oneMap({
      items: { from: 'csv', at: { bucket: 'in', key: 'rows.csv' } },
      writer: { to: { bucket: 'out', prefix: 'done' } },
    })
    const statements = definitionStatements(definition, { config, machine: 'sync-table', functions })
    expect(statements.filter(({ actions }) => actions.some((action) => action.startsWith('s3:')))).toMatchObject([
      { sid: 'ReadItems', resources: ['arn:aws:s3:::in/rows.csv'] },
      { sid: 'WriteResults', resources: ['arn:aws:s3:::out/done/*'] },
    ])
  })

  test('fails with every state whose rights cannot be told', () => {
    const call = workerTask({
      functionArn: 'arn:unknown:1',
      timeoutSeconds: 1,
      result: 'drop',
      next: { End: true },
      comment: 'Calls nobody.',
    })
    const map = oneMap({
      items: { from: 'json', at: { bucketPath: '$.b', keyPath: '$.k' } },
      writer: { to: { bucketPath: '$.b', prefixPath: '$.p' } },
    })
    const queue = { ...call, Resource: 'arn:aws:states:::sqs:sendMessage' }
    const start = { ...call, Resource: 'arn:aws:states:::states:startExecution' }
    const definition = { ...map, States: { ...map.States, Call: call, Queue: queue, Start: start } }
    expect(() => sidsOf(definition, {})).toThrow(
      /the role of "sync-table" is not valid:[\s\S]*Each reads its items by path[\s\S]*Each writes its results by path[\s\S]*Call calls a function[\s\S]*Queue uses arn:aws:states:::sqs:sendMessage[\s\S]*Start starts a machine/,
    )
  })
})
