import type { S3Client } from '@aws-sdk/client-s3'
import { StateFailure, runtimeFailure } from '../language/failure.ts'
import { byteLength, isObject, type Json, PAYLOAD_LIMIT_BYTES } from '../language/json.ts'
import type { StateVisit } from '../run/scope.ts'
import type { StateIo } from '../run/state-io.ts'
import type { PoolOutcome } from './child-pool.ts'
import type { MapRun } from './map-run.ts'
import { resultTexts, type Transformation } from './result-records.ts'
import { type ExportPorts, type ExportTarget, exportResults } from './result-writer.ts'

/** How a Map state hands over its results. */
export interface WriterPlan {
  /** Set when results are exported to S3. */
  readonly target: ExportTarget | undefined
  readonly transformation: Transformation
  /** JSONL makes the state's result one string. */
  readonly format: 'JSON' | 'JSONL'
}

/** Evaluates ResultWriter. @throws StateFailure when its arguments do not evaluate */
export async function writerPlan({ state }: StateVisit, io: StateIo): Promise<WriterPlan> {
  const writer = state.ResultWriter
  const format = writer?.WriterConfig?.OutputType ?? 'JSON'
  const template: Json | undefined = writer?.Arguments ?? writer?.Parameters
  if (writer === undefined || template === undefined) {
    return { target: undefined, transformation: writer?.WriterConfig?.Transformation ?? 'COMPACT', format }
  }
  const parameters = await io.template(
    template,
    writer.Arguments === undefined ? 'ResultWriter/Parameters' : 'ResultWriter/Arguments',
  )
  const { Bucket, Prefix } = isObject(parameters) ? parameters : {}
  if (typeof Bucket !== 'string') throw runtimeFailure('The ResultWriter needs a Bucket that is a string.')
  const transformation = writer.WriterConfig?.Transformation ?? 'NONE'
  return {
    target: { bucket: Bucket, prefix: typeof Prefix === 'string' ? Prefix : '', transformation, format },
    transformation,
    format,
  }
}

/**
 * The Map state's result; exports it first when the plan says so, for failed runs too.
 * Undefined when it is over 256 KiB.
 * @throws StateFailure States.ResultWriterFailed
 */
export async function stateResult(
  mapRun: MapRun,
  plan: WriterPlan,
  outcome: PoolOutcome,
  ports: Omit<ExportPorts, 's3'> & { readonly s3: S3Client | undefined },
): Promise<Json | undefined> {
  if (plan.target !== undefined) {
    const { s3 } = ports
    if (s3 === undefined)
      throw new StateFailure(
        'States.ResultWriterFailed',
        'This engine was created without "s3"; pass an S3Client to createEngine.',
      )
    return exportResults(mapRun, plan.target, { ...ports, s3 })
  }
  if (outcome !== 'done') return null
  const texts: string[] = []
  let bytes = 2
  for (const child of mapRun.children) {
    for (const text of resultTexts(mapRun, child, plan.transformation)) {
      bytes += byteLength(text) + 1
      if (bytes > PAYLOAD_LIMIT_BYTES) return undefined
      texts.push(text)
    }
  }
  if (plan.format === 'JSONL') return texts.map((text) => `${text}\n`).join('')
  const value: Json = JSON.parse(`[${texts.join(',')}]`)
  return value
}
