import { randomUUID } from 'node:crypto'
import { isObject, type JsonObject, tryParseJson } from '@hourglass/local-stepfunctions/language/json'
import type { Caller, JsonService, ServiceResponse } from '../http/service.ts'

/** An error that a service answers; `code` is what SDKs give as its name. */
export class ServiceError extends Error {
  override readonly name: string
  readonly status: number

  constructor(code: string, message: string, status = 400) {
    super(message)
    this.name = code
    this.status = status
  }
}

/** One operation: gets the parsed request, gives the answer. */
export type Operation = (input: JsonObject, caller: Caller) => JsonObject | Promise<JsonObject>

/** A service of the AWS JSON 1.1 protocol, by operation name. Every error becomes an answer. */
export function jsonService(operations: Readonly<Record<string, Operation>>): JsonService {
  return async (target, body, caller) => {
    try {
      const name = target.slice(target.indexOf('.') + 1)
      const operation = Object.hasOwn(operations, name) ? operations[name] : undefined
      if (operation === undefined) {
        const known = Object.keys(operations).join(', ')
        throw new ServiceError('UnknownOperationException', `${target} is not supported here; supported: ${known}`)
      }
      const input = body === '' ? {} : tryParseJson(body)
      if (!isObject(input)) throw new ServiceError('SerializationException', 'The request body is not a JSON object')
      return respond(200, await operation(input, caller))
    } catch (error) {
      return errorResponse(error)
    }
  }
}

function errorResponse(error: unknown): ServiceResponse {
  const message = error instanceof Error ? error.message : String(error)
  if (error instanceof ServiceError) return respond(error.status, { __type: error.name, message })
  if (error instanceof Error && error.name === 'AccessDeniedException')
    return respond(400, { __type: error.name, message })
  return respond(500, { __type: 'InternalFailure', message })
}

function respond(status: number, body: JsonObject): ServiceResponse {
  const headers = { 'content-type': 'application/x-amz-json-1.1', 'x-amzn-requestid': randomUUID() }
  return { status, headers, body: JSON.stringify(body) }
}

/** A text field of a request; undefined when absent. */
export function optionalText(input: JsonObject, field: string): string | undefined {
  const value = input[field]
  return typeof value === 'string' ? value : undefined
}

/** A text field that must be there. @throws ServiceError ValidationException */
export function requiredText(input: JsonObject, field: string): string {
  const value = optionalText(input, field)
  if (value === undefined) throw new ServiceError('ValidationException', `${field} is missing`)
  return value
}
