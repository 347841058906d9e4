import { evaluateIntrinsic } from './intrinsics/evaluate-intrinsic.ts'
import { parseIntrinsic } from './intrinsics/parse-intrinsic.ts'
import { runtimeFailure } from './failure.ts'
import { getKey, type Json, type JsonObject, setKey } from './json.ts'
import { evaluatePath, PathNotFoundError } from './jsonpath/evaluate-path.ts'
import { parsePath } from './jsonpath/parse-path.ts'
import type { Path } from './jsonpath/path.ts'

/** What `$`, `$$` and `$name` stand for while an expression is evaluated. */
export interface PathScope {
  readonly input: Json
  readonly variables: JsonObject
  /** The context object; a function, because most expressions never look at it. */
  readonly context: () => Json
}

/**
 * The value of a path in its scope.
 * @throws PathNotFoundError when it leads nowhere
 */
export function resolvePath(path: Path, scope: PathScope): Json {
  switch (path.root.kind) {
    case 'input':
      return evaluatePath(path, scope.input)
    case 'context':
      return evaluatePath(path, scope.context())
    case 'variable': {
      const value = getKey(scope.variables, path.root.name)
      if (value === undefined) throw new PathNotFoundError(path.text, `No results for path: ${path.text}`)
      return evaluatePath(path, value)
    }
  }
}

/**
 * Evaluates a payload template: every key that ends in `.$` is replaced by the value of its path or intrinsic call.
 * @throws StateFailure States.Runtime
 */
export function evaluateTemplate(template: Json, scope: PathScope): Json {
  if (Array.isArray(template)) return template.map((item) => evaluateTemplate(item, scope))
  if (typeof template !== 'object' || template === null) return template
  const result: JsonObject = {}
  for (const key of Object.keys(template)) {
    const value = template[key] ?? null
    if (key.endsWith('.$') && typeof value === 'string')
      setKey(result, key.slice(0, -2), evaluateExpression(value, key, scope))
    else setKey(result, key, evaluateTemplate(value, scope))
  }
  return result
}

/** Evaluates the text of a path or intrinsic call; `field` is named when the path leads nowhere. @throws StateFailure */
export function evaluateExpression(text: string, field: string, scope: PathScope): Json {
  if (text.startsWith('$')) return findOrFail(parsePath(text), field, scope)
  return evaluateIntrinsic(parseIntrinsic(text), (path, call) => findArgument(path, call.text, scope))
}

function findArgument(path: Path, call: string, scope: PathScope): Json {
  try {
    return resolvePath(path, scope)
  } catch (error) {
    if (!(error instanceof PathNotFoundError)) throw error
    const document = JSON.stringify(documentOf(path, scope))
    throw runtimeFailure(
      `The function '${call}' had the following error: The JsonPath argument for the field '${path.text}' could not be found in the input '${document}'`,
    )
  }
}

function documentOf(path: Path, scope: PathScope): Json {
  return path.root.kind === 'context' ? scope.context() : scope.input
}

function findOrFail(path: Path, field: string, scope: PathScope): Json {
  try {
    return resolvePath(path, scope)
  } catch (error) {
    if (!(error instanceof PathNotFoundError)) throw error
    throw runtimeFailure(notFoundMessage(path, field, scope))
  }
}

/** AWS's sentence for a path without a value. */
function notFoundMessage(path: Path, field: string, scope: PathScope): string {
  return `The JSONPath '${path.text}' specified for the field '${field}' could not be found in the input '${JSON.stringify(documentOf(path, scope))}'`
}
