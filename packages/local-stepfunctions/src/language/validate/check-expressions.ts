import type { QueryLanguage } from '../definition.ts'
import { isIntrinsicName } from '../intrinsics/evaluate-intrinsic.ts'
import { type IntrinsicCall, parseIntrinsic } from '../intrinsics/parse-intrinsic.ts'
import { isObject, type Json, type JsonObject } from '../json.ts'
import { parsePath } from '../jsonpath/parse-path.ts'
import { type Path, type PathRoot, PathSyntaxError } from '../jsonpath/path.ts'
import type { Problems } from './problems.ts'

const TEMPLATES = ['Parameters', 'ResultSelector', 'ItemSelector', 'Assign']
const VARIABLE_NAME = /^[\p{ID_Start}][\p{ID_Continue}]{0,79}$/u

/** Checks the paths, templates and variable names of a state. JSONata expressions are only checked when they run. */
export function checkExpressions(state: JsonObject, at: string, language: QueryLanguage, problems: Problems): void {
  checkAssign(state['Assign'], `${at}/Assign`, problems)
  if (language === 'JSONata') return
  for (const field of TEMPLATES) checkTemplate(state[field], `${at}/${field}`, problems)
  for (const field of ['InputPath', 'OutputPath', 'ItemsPath']) {
    const value = state[field]
    if (typeof value === 'string' && pathIn(value) === undefined)
      problems.schema(`The value for the field '${field}' must be a valid JSONPath`, at)
  }
  const { ResultPath } = state
  if (typeof ResultPath === 'string' && !isReferencePath(ResultPath)) {
    problems.schema("The value for the field 'ResultPath' must be a valid Reference Path", at)
  }
  for (const [field, value] of Object.entries(state)) {
    if (!/(Seconds|Timestamp|Error|Cause)Path$/.test(field) || typeof value !== 'string') continue
    if (pathIn(value) === undefined && callIn(value) === undefined)
      problems.schema(`The value for the field '${field}' must be a valid JSONPath`, at)
  }
}

function checkAssign(assign: Json | undefined, at: string, problems: Problems): void {
  if (assign === undefined || typeof assign === 'string') return
  if (!isObject(assign)) {
    problems.schema("The field 'Assign' must be an object", at)
    return
  }
  for (const key of Object.keys(assign)) {
    const name = key.endsWith('.$') ? key.slice(0, -2) : key
    if (!VARIABLE_NAME.test(name)) problems.schema(`The variable name '${name}' is not valid`, at)
    if (name === 'states') problems.schema("The variable name 'states' is reserved", at)
  }
}

function checkTemplate(template: Json | undefined, at: string, problems: Problems): void {
  if (Array.isArray(template)) {
    for (const [index, item] of template.entries()) checkTemplate(item, `${at}[${index}]`, problems)
    return
  }
  if (template === undefined || !isObject(template)) return
  for (const [key, value] of Object.entries(template)) {
    if (!key.endsWith('.$')) checkTemplate(value, `${at}/${key}`, problems)
    else if (typeof value !== 'string' || (pathIn(value) === undefined && callIn(value) === undefined)) {
      problems.schema(
        `The value for the field '${key}' must be a valid JSONPath or a valid intrinsic function call`,
        at,
      )
    }
  }
}

/** Whether a text is a path to one place, from one of the roots. */
export function isReferencePath(text: string, roots: readonly PathRoot['kind'][] = ['input']): boolean {
  const path = pathIn(text)
  return path?.definite === true && roots.includes(path.root.kind)
}

function pathIn(text: string): Path | undefined {
  return text.startsWith('$') ? unlessMalformed(() => parsePath(text)) : undefined
}

function callIn(text: string): IntrinsicCall | undefined {
  const call = unlessMalformed(() => parseIntrinsic(text))
  return call !== undefined && callsKnown(call) ? call : undefined
}

function callsKnown(call: IntrinsicCall): boolean {
  return (
    isIntrinsicName(call.name) && call.args.every((argument) => argument.kind !== 'call' || callsKnown(argument.call))
  )
}

function unlessMalformed<T>(parse: () => T): T | undefined {
  try {
    return parse()
  } catch (error) {
    if (error instanceof PathSyntaxError) return undefined
    throw error
  }
}
