import { createReadStream, readFileSync } from 'node:fs'
import { PutObjectCommand, type S3Client } from '@aws-sdk/client-s3'
import { type Clock, whileHeld } from '../clock/clock.ts'
import { checkAllowed } from '../integrations/guard.ts'
import type { Authorize } from '../integrations/ports.ts'
import { StateFailure } from '../language/failure.ts'
import type { Json, JsonObject } from '../language/json.ts'
import type { SpillDirectory } from '../store/text-store.ts'
import type { MapRun } from './map-run.ts'
import { s3Signature } from './readers/s3-source.ts'
import { type ResultFile, ResultFiles } from './result-files.ts'
import { failedRecord, pendingRecord, resultTexts, type Transformation } from './result-records.ts'

/** Most bytes of one result file (ResultWriter page). */
const FILE_LIMIT_BYTES = 5 * 1024 ** 3

/** Files up to this size are sent from memory. */
const BUFFER_LIMIT_BYTES = 16 * 1024 ** 2

/** Where and how results are exported. */
export interface ExportTarget {
  readonly bucket: string
  readonly prefix: string
  readonly transformation: Transformation
  readonly format: 'JSON' | 'JSONL'
}

/** What the export needs from the engine. */
export interface ExportPorts {
  readonly s3: S3Client
  readonly clock: Clock
  readonly authorize: Authorize | undefined
  readonly spill: SpillDirectory
  readonly fileLimitBytes?: number
}

/**
 * Writes the result files of a Map Run and its manifest, and gives the Map state's result. A redrive writes under
 * `Redrive-<n>/` and leaves the earlier files alone; its manifest lists the successes of all attempts, but only its
 * own failures and what it left pending.
 * @throws StateFailure States.ResultWriterFailed
 */
export async function exportResults(mapRun: MapRun, target: ExportTarget, ports: ExportPorts): Promise<Json> {
  const base = [target.prefix.replace(/\/+$/, ''), mapRun.id].filter((part) => part !== '').join('/')
  const folder = mapRun.redriveCount === 0 ? base : `${base}/Redrive-${mapRun.redriveCount}`
  const kinds = { FAILED: files('FAILED'), PENDING: files('PENDING'), SUCCEEDED: files('SUCCEEDED') }
  try {
    for (const child of mapRun.children) {
      if (child.status === 'SUCCEEDED') {
        if (!child.isExported)
          for (const text of resultTexts(mapRun, child, target.transformation)) kinds.SUCCEEDED.add(text)
      } else if (child.status === 'PENDING' || child.status === 'PENDING_REDRIVE')
        kinds.PENDING.add(JSON.stringify(pendingRecord(mapRun, child)))
      else kinds.FAILED.add(JSON.stringify(failedRecord(mapRun, child)))
    }
    const resultFiles: JsonObject = {}
    for (const [kind, written] of Object.entries(kinds)) {
      written.close()
      const listed: JsonObject[] = []
      for (const file of written.files) listed.push(await upload(file))
      resultFiles[kind] = listed
      if (kind === 'SUCCEEDED') {
        mapRun.succeededFiles.push(...listed)
        resultFiles[kind] = [...mapRun.succeededFiles]
      }
    }
    for (const child of mapRun.children) if (child.status === 'SUCCEEDED') child.isExported = true
    const manifest = JSON.stringify({
      DestinationBucket: target.bucket,
      MapRunArn: mapRun.arn,
      ResultFiles: resultFiles,
    })
    await put(`${folder}/manifest.json`, Buffer.from(manifest), Buffer.byteLength(manifest))
  } finally {
    for (const written of Object.values(kinds)) written.dispose()
  }
  return { MapRunArn: mapRun.arn, ResultWriterDetails: { Bucket: target.bucket, Key: `${folder}/manifest.json` } }

  function files(kind: string): ResultFiles {
    return new ResultFiles({
      kind,
      format: target.format,
      spill: ports.spill,
      limit: ports.fileLimitBytes ?? FILE_LIMIT_BYTES,
      unique: mapRun.id,
    })
  }

  async function upload(file: ResultFile): Promise<JsonObject> {
    const key = `${folder}/${file.name}`
    // The SDK repeats a failed request only when it still has the body.
    await put(key, file.size <= BUFFER_LIMIT_BYTES ? readFileSync(file.path) : createReadStream(file.path), file.size)
    return { Key: key, Size: file.size }
  }

  async function put(key: string, body: Buffer | ReturnType<typeof createReadStream>, size: number): Promise<void> {
    try {
      await checkAllowed(
        ports.authorize,
        mapRun.program.roleArn,
        's3:PutObject',
        `arn:aws:s3:::${target.bucket}/${key}`,
      )
      await whileHeld(ports.clock, () =>
        ports.s3.send(new PutObjectCommand({ Bucket: target.bucket, Key: key, Body: body, ContentLength: size })),
      )
    } catch (error) {
      const message = error instanceof Error ? error.message : String(error)
      throw new StateFailure('States.ResultWriterFailed', `${message}${s3Signature(error)}`, { cause: error })
    }
  }
}
