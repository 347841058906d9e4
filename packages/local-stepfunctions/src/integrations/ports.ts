import type { Json, JsonObject } from '../language/json.ts'

/** One call of a Lambda function, as the host sees it. */
export interface InvokeRequest {
  /** Unqualified ARN of the function. */
  readonly functionArn: string
  /** Version or alias; absent for `$LATEST`. */
  readonly qualifier?: string
  /** JSON text, up to 6 MB. */
  readonly payload: string
  /** `Event` only hands the call over; the default waits for the result. */
  readonly invocationType?: 'RequestResponse' | 'Event' | 'DryRun'
  /** Aborted when the task times out or its execution is stopped; the function itself runs on, as in AWS. */
  readonly signal: AbortSignal
}

/** What a Lambda function gave back. */
export interface InvokeResponse {
  /** 200, 202 for `Event`. */
  readonly statusCode: number
  readonly executedVersion: string
  /** JSON text of the result, or of the error object when `functionError` is set. */
  readonly payload: string
  readonly functionError?: 'Handled' | 'Unhandled'
}

/**
 * Calls a Lambda function. Rejects with an error whose `name` is the Lambda API's error, such as
 * `TooManyRequestsException`; the task then fails with `Lambda.TooManyRequestsException`.
 */
export type InvokeFunction = (request: InvokeRequest) => Promise<InvokeResponse>

/** One `sns:publish`. Field names as in the SNS API. */
export interface PublishRequest {
  readonly TopicArn?: string
  readonly TargetArn?: string
  readonly PhoneNumber?: string
  readonly Message: string
  readonly Subject?: string
  readonly MessageAttributes?: unknown
  readonly MessageStructure?: string
  readonly MessageGroupId?: string
  readonly MessageDeduplicationId?: string
}

/** Publishes a message. Rejects with an error named as in the SNS API, such as `NotFoundException`. */
export type Publish = (
  request: PublishRequest,
) => Promise<{ readonly MessageId: string; readonly SequenceNumber?: string }>

/** A call of a service that the engine has no code of its own for. */
export interface ServiceRequest {
  /** As in the resource: `dynamodb`, `sqs`, `ssm` ... */
  readonly service: string
  /** As in the resource: `getItem`. */
  readonly action: string
  readonly parameters: JsonObject
  readonly roleArn: string
}

/** Calls a service and gives its answer. Rejects with an error named as in the service's API. */
export type CallService = (request: ServiceRequest) => Promise<Json>

/** A call that a state machine is about to make in its role's name. */
export interface AuthorizedCall {
  readonly roleArn: string
  /** IAM action, such as `lambda:InvokeFunction`. */
  readonly action: string
  /** ARN of what it touches. */
  readonly resource: string
  /** IAM condition keys of the call besides those that every call has: `s3:prefix` of a listing. */
  readonly context?: Readonly<Record<string, string>>
}

/** Throws when the role may not make the call; the message becomes the cause of the failure. */
export type Authorize = (call: AuthorizedCall) => void | Promise<void>
