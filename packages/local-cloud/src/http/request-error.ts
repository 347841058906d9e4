/**
 * Requests that never reach a service. Each code of S3 stands beside what AWS JSON and REST-JSON services call the same
 * thing, and the HTTP status both use.
 * https://docs.aws.amazon.com/AmazonS3/latest/API/ErrorResponses.html
 */
const CODES = {
  AccessDenied: { json: 'AccessDeniedException', status: 403 },
  AuthorizationHeaderMalformed: { json: 'IncompleteSignatureException', status: 400 },
  AuthorizationQueryParametersError: { json: 'IncompleteSignatureException', status: 400 },
  InternalError: { json: 'InternalFailure', status: 500 },
  InvalidAccessKeyId: { json: 'UnrecognizedClientException', status: 403 },
  InvalidAction: { json: 'UnknownOperationException', status: 400 },
  InvalidURI: { json: 'ValidationException', status: 400 },
  MaxMessageLengthExceeded: { json: 'RequestEntityTooLargeException', status: 413 },
  MissingAuthenticationToken: { json: 'MissingAuthenticationTokenException', status: 403 },
  RequestTimeTooSkewed: { json: 'InvalidSignatureException', status: 403 },
  SignatureDoesNotMatch: { json: 'InvalidSignatureException', status: 403 },
} as const

export type RequestErrorCode = keyof typeof CODES

/** A request refused by the endpoint itself. The message never contains a secret or the expected signature. */
export class RequestError extends Error {
  readonly code: RequestErrorCode
  readonly jsonCode: string
  readonly status: number

  constructor(code: RequestErrorCode, message: string) {
    super(message)
    this.name = 'RequestError'
    this.code = code
    this.jsonCode = CODES[code].json
    this.status = CODES[code].status
  }
}
