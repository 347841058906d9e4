import type { IncomingMessage, ServerResponse } from 'node:http'
import type { VerifiedSignature } from './sigv4.ts'

/** One access key of the local cloud. `principal` is a role or user ARN; the policies of that principal apply. */
export interface Credential {
  readonly secretAccessKey: string
  readonly principal: string
}

/** Access key id to credential. It is read at each request, so keys can be added while the endpoint runs. */
export type CredentialTable = ReadonlyMap<string, Credential>

/** Who signed a request, as verified. */
export interface Caller {
  readonly accessKeyId: string
  readonly principal: string
}

/** A whole answer of a JSON or query service. */
export interface ServiceResponse {
  readonly status: number
  readonly headers: Readonly<Record<string, string>>
  readonly body: string
}

/** AWS JSON 1.0 and 1.1 services. `target` is the full `X-Amz-Target`, for example `AWSStepFunctions.StartExecution`. */
export type JsonService = (target: string, body: string, caller: Caller) => Promise<ServiceResponse>

/** AWS query services (SNS, STS): form-encoded `Action=...&Version=...`. */
export type QueryService = (parameters: URLSearchParams, caller: Caller) => Promise<ServiceResponse>

/** AWS REST services (Lambda). The body was read and its hash verified; the service writes the response itself. */
export type RestService = (
  request: IncomingMessage,
  response: ServerResponse,
  call: { readonly caller: Caller; readonly body: Buffer },
) => Promise<void>

/** S3: the signature of the headers is verified, the body is not read yet and is the service's to verify. */
export type StreamService = (
  request: IncomingMessage,
  response: ServerResponse,
  signed: VerifiedSignature,
) => Promise<void>
