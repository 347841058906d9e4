import type { MemoryS3 } from '@hourglass/local-stepfunctions/testing/memory-s3'

/** Something that can stand in JSON. */
export type Value = null | boolean | number | string | Value[] | { [key: string]: Value }

/** One runnable state machine with a Distributed Map. */
export interface Example {
  /** What it shows, in a sentence. */
  readonly about: string
  /** Puts the objects that the machine reads into the bucket `example`. */
  readonly prepare: (s3: MemoryS3) => void
  /** Amazon States Language; `arn:aws:states:::lambda:invoke` reaches `work`. */
  readonly definition: { readonly [field: string]: Value }
  readonly input: Value
  /** The Lambda function behind the machine's tasks. */
  readonly work?: (event: Value) => Value
  /** Repairs what made the first attempt fail; the execution is then redriven. */
  readonly repair?: () => void
}

/** The bucket of all examples. */
export const BUCKET = 'example'

/** A machine that is one Distributed Map whose children invoke the function with their input. */
export function mapMachine(
  type: 'STANDARD' | 'EXPRESS',
  fields: { readonly [field: string]: Value },
): { readonly [field: string]: Value } {
  const invoke: Value = {
    Type: 'Task',
    Resource: 'arn:aws:states:::lambda:invoke',
    Parameters: { FunctionName: 'work', 'Payload.$': '$' },
    OutputPath: '$.Payload',
    End: true,
  }
  const processor: Value = {
    ProcessorConfig: { Mode: 'DISTRIBUTED', ExecutionType: type },
    StartAt: 'Work',
    States: { Work: invoke },
  }
  return {
    StartAt: 'Items',
    States: { Items: { Type: 'Map', Label: 'items', ItemProcessor: processor, ...fields, End: true } },
  }
}

/** An ItemReader for one object of the bucket. */
export function fileReader(key: string, config: { readonly [field: string]: Value }): Value {
  return { Resource: 'arn:aws:states:::s3:getObject', ReaderConfig: config, Parameters: { Bucket: BUCKET, Key: key } }
}

/** Exports results under `results/`. */
export function exportTo(prefix: string, config?: { readonly [field: string]: Value }): Value {
  return {
    Resource: 'arn:aws:states:::s3:putObject',
    Parameters: { Bucket: BUCKET, Prefix: prefix },
    ...(config === undefined ? {} : { WriterConfig: config }),
  }
}
