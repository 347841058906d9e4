import type { EngineCore } from '../engine/core.ts'
import type { JsonObject } from '../language/json.ts'
import { childArn } from '../map-run/child-arn.ts'
import type { MapChild, MapRun } from '../map-run/map-run.ts'
import { ApiError, validationError } from './api-error.ts'
import type { Input } from './input.ts'
import { pageOf, tokenField } from './pages.ts'

/** ListMapRuns of an execution, newest first. */
export function listMapRuns(core: EngineCore, input: Input): JsonObject {
  const execution = core.executionOrFail(input.string('executionArn'))
  const mapRuns = core.registry.mapRunsOf(execution.arn).toReversed()
  const page = pageOf(mapRuns, ({ arn }) => arn, {
    size: input.optionalNumber('maxResults', 0, 1000),
    token: input.optionalString('nextToken'),
  })
  const listed = page.items.map((mapRun) => ({
    executionArn: mapRun.executionArn,
    mapRunArn: mapRun.arn,
    stateMachineArn: mapRun.program.stateMachineArn,
    startDate: mapRun.startDate / 1000,
    ...(mapRun.stopDate === undefined ? {} : { stopDate: mapRun.stopDate / 1000 }),
  }))
  return { mapRuns: listed, ...tokenField(page.nextToken) }
}

/** DescribeMapRun. */
export function describeMapRun(core: EngineCore, input: Input): JsonObject {
  const mapRun = mapRunOrFail(core, input.string('mapRunArn'))
  return {
    mapRunArn: mapRun.arn,
    executionArn: mapRun.executionArn,
    status: mapRun.status,
    startDate: mapRun.startDate / 1000,
    ...(mapRun.stopDate === undefined ? {} : { stopDate: mapRun.stopDate / 1000 }),
    maxConcurrency: mapRun.maxConcurrency,
    toleratedFailurePercentage: mapRun.tolerance.percentage ?? 0,
    toleratedFailureCount: mapRun.tolerance.count ?? 0,
    itemCounts: mapRun.itemCounts.toJson(),
    executionCounts: mapRun.executionCounts.toJson(),
    redriveCount: mapRun.redriveCount,
    ...(mapRun.redriveDate === undefined ? {} : { redriveDate: mapRun.redriveDate / 1000 }),
  }
}

/** UpdateMapRun: takes effect at once. */
export function updateMapRun(core: EngineCore, input: Input): JsonObject {
  const mapRun = mapRunOrFail(core, input.string('mapRunArn'))
  const maxConcurrency = input.optionalNumber('maxConcurrency', 0, Number.MAX_SAFE_INTEGER)
  const percentage = input.optionalNumber('toleratedFailurePercentage', 0, 100)
  const count = input.optionalNumber('toleratedFailureCount', 0, Number.MAX_SAFE_INTEGER)
  if (mapRun.status !== 'RUNNING')
    throw validationError(`Map Run '${mapRun.arn}' is ${mapRun.status} and cannot be updated`)
  mapRun.maxConcurrency = maxConcurrency ?? mapRun.maxConcurrency
  mapRun.tolerance.percentage = percentage ?? mapRun.tolerance.percentage
  mapRun.tolerance.count = count ?? mapRun.tolerance.count
  mapRun.onUpdate()
  return {}
}

/** A child of a Map Run as ListExecutions shows it. */
export function childSummary(mapRun: MapRun, child: MapChild): JsonObject {
  const { name = '', status, itemCount, startDate = 0, stopDate, redriveCount } = child
  return {
    executionArn: childArn(mapRun.program, name),
    stateMachineArn: mapRun.program.stateMachineArn,
    mapRunArn: mapRun.arn,
    name,
    status,
    itemCount,
    startDate: startDate / 1000,
    ...(stopDate === undefined ? {} : { stopDate: stopDate / 1000 }),
    redriveCount,
  }
}

/** @throws ApiError ResourceNotFound */
export function mapRunOrFail(core: EngineCore, arn: string): MapRun {
  const mapRun = core.registry.find(arn)
  if (mapRun !== undefined) return mapRun
  throw new ApiError('ResourceNotFound', `Resource not found: '${arn}'`, { extra: { resourceName: arn } })
}
