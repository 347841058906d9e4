import type { Flow, WorkflowType } from '../definition.ts'
import { byteLength, isObject, type Json } from '../json.ts'
import { checkFlow, type MachineFacts } from './check-flow.ts'
import { DefinitionError, Problems } from './problems.ts'

/** Largest definition (service quotas). */
const DEFINITION_LIMIT_BYTES = 1_048_576
const TOP_FIELDS = ['Comment', 'StartAt', 'States', 'Version', 'TimeoutSeconds', 'QueryLanguage']

/** Parses and checks the text of a definition. @throws DefinitionError with everything that AWS would refuse */
export function parseDefinition(text: string, type: WorkflowType = 'STANDARD'): Flow {
  const problems = new Problems()
  const value = parseText(text)
  if (byteLength(text) > DEFINITION_LIMIT_BYTES) problems.schema('The definition is larger than 1 MB', '/')
  if (!isObject(value)) {
    problems.schema('The definition must be a JSON object', '/')
    throw new DefinitionError(problems.list)
  }
  const missing = ['StartAt', 'States'].filter((field) => !Object.hasOwn(value, field))
  if (missing.length > 0) {
    problems.schema(`These fields are required: [${missing.join(', ')}]`, '/')
    throw new DefinitionError(problems.list)
  }
  for (const field of Object.keys(value)) {
    if (!TOP_FIELDS.includes(field)) problems.schema(`Field '${field}' is not supported`, '/')
  }
  checkTop(value, problems)
  const machine: MachineFacts = { type, problems, stateNames: new Set(), labels: new Set() }
  checkFlow(value, '', {
    machine,
    language: value['QueryLanguage'] === 'JSONata' ? 'JSONata' : 'JSONPath',
    isExpress: type === 'EXPRESS',
    outerVariables: new Set(),
  })
  if (problems.list.length > 0) throw new DefinitionError(problems.list)
  // The checks above vouch for the shape.
  return value as unknown as Flow
}

function parseText(text: string): Json {
  try {
    const value: Json = JSON.parse(text)
    return value
  } catch {
    throw new DefinitionError([
      { code: 'INVALID_JSON_DESCRIPTION', message: 'The definition is not valid JSON', location: '/' },
    ])
  }
}

function checkTop(value: { readonly [field: string]: Json }, problems: Problems): void {
  const { Version, TimeoutSeconds, QueryLanguage } = value
  if (Version !== undefined && Version !== '1.0') problems.schema("The field 'Version' must be '1.0'", '/Version')
  if (
    TimeoutSeconds !== undefined &&
    !(typeof TimeoutSeconds === 'number' && Number.isInteger(TimeoutSeconds) && TimeoutSeconds > 0)
  ) {
    problems.schema("The field 'TimeoutSeconds' must be a positive integer", '/TimeoutSeconds')
  }
  if (QueryLanguage !== undefined && QueryLanguage !== 'JSONPath' && QueryLanguage !== 'JSONata') {
    problems.schema("The field 'QueryLanguage' must be one of [JSONPath, JSONata]", '/QueryLanguage')
  }
}
