import { createEngine } from '@hourglass/local-stepfunctions/engine'
import { MemoryS3 } from '@hourglass/local-stepfunctions/testing/memory-s3'
import { StateMachine } from 'aws-local-stepfunctions'

// One case of step-functions.ts: runs it and sends seconds and peak memory to the parent process.

const [kind = '', itemsText = '', concurrencyText = ''] = process.argv.slice(2)
const items = Number(itemsText)
const MaxConcurrency = Number(concurrencyText)
const PASS = { Type: 'Pass', End: true } as const
const INVOKE = {
  Type: 'Task',
  Resource: 'arn:aws:states:::lambda:invoke',
  Parameters: { FunctionName: 'f', 'Payload.$': '$' },
  OutputPath: '$.Payload',
  End: true,
}
const INLINE = {
  StartAt: 'Map',
  States: {
    Map: {
      Type: 'Map',
      MaxConcurrency,
      ItemProcessor: { StartAt: 'P', States: { P: PASS } },
      ResultSelector: { done: true },
      End: true,
    },
  },
} as const

const s3 = new MemoryS3()
s3.put('bench', 'items.csv', kind === 'csv' ? csv(items) : '')
s3.put(
  'bench',
  'items.json',
  kind === 'csv' ? '[]' : JSON.stringify(Array.from({ length: items }, (_, id) => ({ id }))),
)

let peak = 0
const sampler = setInterval(() => {
  peak = Math.max(peak, process.memoryUsage.rss())
}, 20)
const start = performance.now()
await (kind === 'other' ? runOther() : runOurs())
const seconds = (performance.now() - start) / 1000
peak = Math.max(peak, process.memoryUsage.rss())
clearInterval(sampler)
process.send?.({ seconds, peakMb: Math.round(peak / 1e6) })

async function runOurs(): Promise<void> {
  const engine = createEngine({
    s3: s3.client,
    invokeFunction: async ({ payload }) => {
      await new Promise((resolve) => setImmediate(resolve))
      return { statusCode: 200, executedVersion: '$LATEST', payload }
    },
  })
  const definition = JSON.stringify(kind === 'inline' ? INLINE : distributed())
  // EXPRESS keeps no history, as the other engine keeps none.
  const type = kind === 'inline' ? 'EXPRESS' : 'STANDARD'
  const body = JSON.stringify({ name: 'bench', type, roleArn: 'arn:aws:iam::123456789012:role/bench', definition })
  const created: unknown = JSON.parse((await engine.handleRequest('AWSStepFunctions.CreateStateMachine', body)).body)
  const input = kind === 'inline' ? JSON.stringify(numbers()) : '{}'
  const outcome = await engine.run({ stateMachineArn: String(Reflect.get(Object(created), 'stateMachineArn')), input })
  if (outcome.status !== 'SUCCEEDED')
    throw new Error(`the bench machine ended ${outcome.status}: ${outcome.error ?? ''} ${outcome.cause ?? ''}`)
  await engine.close()
}

async function runOther(): Promise<void> {
  const machine = new StateMachine(INLINE, { validationOptions: { checkPaths: false, checkArn: false } })
  await machine.run(numbers()).result
}

function distributed(): object {
  const config = kind === 'csv' ? { InputType: 'CSV', CSVHeaderLocation: 'FIRST_ROW' } : { InputType: 'JSON' }
  const Key = kind === 'csv' ? 'items.csv' : 'items.json'
  const state = {
    Type: 'Map',
    MaxConcurrency,
    ItemReader: {
      Resource: 'arn:aws:states:::s3:getObject',
      ReaderConfig: config,
      Parameters: { Bucket: 'bench', Key },
    },
    ...(kind === 'csv' ? { ItemBatcher: { MaxItemsPerBatch: 1000 } } : {}),
    ItemProcessor: {
      ProcessorConfig: { Mode: 'DISTRIBUTED', ExecutionType: 'EXPRESS' },
      StartAt: 'P',
      States: { P: kind === 'invoke' ? INVOKE : PASS },
    },
    ResultWriter: { Resource: 'arn:aws:states:::s3:putObject', Parameters: { Bucket: 'bench', Prefix: 'results' } },
    End: true,
  }
  return { StartAt: 'Map', States: { Map: state } }
}

// Small enough for the 256 KiB that an execution's input may have.
function numbers(): number[] {
  return Array.from({ length: items }, (_, index) => index)
}

function csv(rows: number): Buffer {
  const parts = [Buffer.from('id,name\n')]
  for (let from = 0; from < rows; from += 1000) {
    const lines = Array.from(
      { length: Math.min(1000, rows - from) },
      (_, index) => `${from + index},name of number ${from + index}\n`,
    )
    parts.push(Buffer.from(lines.join('')))
  }
  return Buffer.concat(parts)
}
