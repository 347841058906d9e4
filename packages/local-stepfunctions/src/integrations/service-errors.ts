import { randomUUID } from 'node:crypto'
import { StateFailure } from '../language/failure.ts'

const STATUS_CODES: Readonly<Record<string, number>> = {
  AccessDeniedException: 403,
  ResourceNotFoundException: 404,
  NotFoundException: 404,
  ResourceConflictException: 409,
  RequestTooLargeException: 413,
  TooManyRequestsException: 429,
  ThrottlingException: 429,
  ServiceException: 500,
  EC2ThrottledException: 502,
}

/** How a service's errors are named in `Error` and signed in `Cause`. */
export interface ErrorStyle {
  /** Prefix of the error name: `Lambda`, `StepFunctions`, `SNS`. */
  readonly prefix: string
  /** Service name in the cause: `AWSLambda`, `AWSStepFunctions`, `AmazonSNS`; `Lambda` with `aws-sdk:`. */
  readonly service: string
  /** `aws-sdk:` integrations call through the second Java client, which signs in its own way (observed 2026-09-23). */
  readonly isSdk?: boolean
}

/** What a service call was refused with, as a task's failure in AWS's words. */
export function serviceFailure(error: unknown, style: ErrorStyle): StateFailure {
  if (error instanceof StateFailure) return error
  const { name, message } = nameAndMessage(error)
  if (!/Exception$|Error$|^[A-Z][A-Za-z]+$/.test(name) || name === 'Error' || name === 'TypeError') {
    return new StateFailure(`${style.prefix}.SdkClientException`, message, { fromTask: true, cause: error })
  }
  return new StateFailure(
    `${style.prefix}.${exceptionName(name)}`,
    `${message} ${style.isSdk === true ? sdkSignature(style.service, statusOf(error, name)) : signature(style.service, statusOf(error, name), name)}`,
    {
      fromTask: true,
      cause: error,
    },
  )
}

/** The bracket that AWS's Java client puts behind every service message. */
function signature(service: string, status: number, code: string): string {
  return `(Service: ${service}; Status Code: ${status}; Error Code: ${code}; Request ID: ${randomUUID()}; Proxy: null)`
}

function sdkSignature(service: string, status: number): string {
  return `(Service: ${service}, Status Code: ${status}, Request ID: ${randomUUID()}) (SDK Attempt Count: 1)`
}

/** The refusal of a call that the role may not make. */
export function deniedError(roleArn: string, action: string, resource: string, reason: string): Error {
  const user = roleArn.replace(':iam::', ':sts::').replace(':role/', ':assumed-role/')
  const sentence = `User: ${user} is not authorized to perform: ${action} on resource: ${resource} because no identity-based policy allows the ${action} action`
  const error = new Error(reason === '' || reason === sentence ? sentence : `${sentence} (${reason})`)
  error.name = 'AccessDeniedException'
  return error
}

function nameAndMessage(error: unknown): { name: string; message: string } {
  if (error instanceof Error) return { name: error.name, message: error.message }
  return { name: 'Error', message: String(error) }
}

// States names end in Exception even where the API's code does not: ExecutionDoesNotExist(Exception).
function exceptionName(name: string): string {
  return /Exception$|Error$/.test(name) ? name : `${name}Exception`
}

function statusOf(error: unknown, name: string): number {
  const metadata: unknown = typeof error === 'object' && error !== null ? Reflect.get(error, '$metadata') : undefined
  const status: unknown =
    typeof metadata === 'object' && metadata !== null ? Reflect.get(metadata, 'httpStatusCode') : undefined
  return typeof status === 'number' ? status : (STATUS_CODES[name] ?? 400)
}
