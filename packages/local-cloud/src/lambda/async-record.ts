import { type JsonObject, tryParseJson } from '@hourglass/local-stepfunctions/language/json'
import type { Parcel } from '../services/destinations.ts'
import type { FunctionModel } from '../stack/model/model.ts'

/** An event that a function was given asynchronously. */
export interface AsyncEvent {
  readonly model: FunctionModel
  /** `$LATEST` or a version's number. */
  readonly version: string
  readonly requestId: string
  /** JSON text. */
  readonly payload: string
  /** Milliseconds since the epoch, by the cloud's clock. */
  readonly receivedAt: number
}

/** How an event ended. */
export interface AsyncEnd {
  readonly condition: 'Success' | 'RetriesExhausted' | 'EventAgeExceeded' | 'ZeroReservedConcurrency'
  /** What the function answered last, JSON text; undefined when it did not run. */
  readonly response: string | undefined
  /** Error name; undefined after a success. */
  readonly problem: string | undefined
  /** How often it was tried. */
  readonly tries: number
}

/**
 * What Lambda sends on when an event has ended: the record of it to the destination, and a failed event itself to the
 * dead-letter queue. All in the name of the function's role.
 * https://docs.aws.amazon.com/lambda/latest/dg/invocation-async-retain-records.html
 */
export function asyncParcels(event: AsyncEvent, end: AsyncEnd, now: number): readonly Parcel[] {
  const { model, version, requestId, payload } = event
  const { onSuccess, onFailure, deadLetterArn } = model.async
  const succeeded = end.condition === 'Success'
  const destination = succeeded ? onSuccess : onFailure
  const common = {
    principal: model.roleArn,
    context: {},
    event: {
      source: 'lambda',
      detailType: `Lambda Function Invocation Result - ${succeeded ? 'Success' : 'Failure'}`,
      resources: [`${model.arn}:${version}`],
    },
  }
  const parcels: Parcel[] = []
  if (destination !== undefined) {
    const body = JSON.stringify(invocationRecord(event, end, now))
    parcels.push({ ...common, targetArn: destination, body, attributes: {} })
  }
  if (!succeeded && deadLetterArn !== undefined) {
    const attributes = {
      RequestID: requestId,
      ErrorCode: end.response === undefined ? '429' : '200',
      ErrorMessage: (end.problem ?? '').slice(0, 1024),
    }
    parcels.push({ ...common, targetArn: deadLetterArn, body: payload, attributes })
  }
  return parcels
}

function invocationRecord(event: AsyncEvent, end: AsyncEnd, now: number): JsonObject {
  const { model, version, requestId, payload } = event
  const failed = end.problem === undefined ? {} : { functionError: 'Unhandled' }
  const response: JsonObject =
    end.response === undefined
      ? {}
      : {
          responseContext: { statusCode: 200, executedVersion: version, ...failed },
          responsePayload: tryParseJson(end.response) ?? end.response,
        }
  return {
    version: '1.0',
    timestamp: new Date(now).toISOString(),
    requestContext: {
      requestId,
      functionArn: `${model.arn}:${version}`,
      condition: end.condition,
      approximateInvokeCount: end.tries,
    },
    requestPayload: tryParseJson(payload) ?? payload,
    ...response,
  }
}
