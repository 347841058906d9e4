import { isObject, type Json } from '@hourglass/local-stepfunctions/language/json'
import { StackError } from './errors.ts'
import { parseTemplate } from './expression/parse-template.ts'
import { childrenOf, type Expression, ExpressionError, referencePath } from './expression/syntax.ts'
import type { StackFile } from './stack-file.ts'

/**
 * Refuses a stack whose resources depend on each other in a circle, as `terraform plan` would: resolving attribute by
 * attribute would not notice.
 * @throws StackError naming the circle
 */
export function refuseDependencyCycles(file: StackFile): void {
  const graph = new Map([...file.blocks].map(([address, block]) => [address, referencesIn(block, file)]))
  const finished = new Set<string>()
  const visit = (address: string, path: readonly string[]): void => {
    if (finished.has(address)) return
    if (path.includes(address)) {
      const circle = [...path.slice(path.indexOf(address)), address].join(' -> ')
      throw new StackError(`stack "${file.name}" cannot be applied, its resources need each other: ${circle}`)
    }
    for (const next of graph.get(address) ?? []) visit(next, [...path, address])
    finished.add(address)
  }
  for (const address of graph.keys()) visit(address, [])
}

function referencesIn(value: Json, file: StackFile, locals: ReadonlySet<string> = new Set()): readonly string[] {
  if (Array.isArray(value)) return value.flatMap((item) => referencesIn(item, file, locals))
  if (isObject(value)) {
    return Object.entries(value).flatMap(([key, item]) =>
      key === 'depends_on' && Array.isArray(item) ? item.map(String) : referencesIn(item, file, locals),
    )
  }
  if (typeof value !== 'string' || !value.includes('${')) return []
  return pathsOf(parseOrNothing(value)).flatMap((path) => {
    const [first, second, third] = path.map(String)
    if (first === 'data') return [`data.${second}.${third}`]
    const local = first === 'local' && second !== undefined && !locals.has(second) ? file.locals[second] : undefined
    if (local === undefined) return [`${first}.${second}`]
    return referencesIn(local, file, new Set([...locals, second ?? '']))
  })
}

function pathsOf(expression: Expression): readonly (readonly (string | number)[])[] {
  const path = referencePath(expression)
  return path === undefined ? childrenOf(expression).flatMap(pathsOf) : [path]
}

/** Text that is not an expression fails where it is used, with its place; here it just refers to nothing. */
function parseOrNothing(text: string): Expression {
  try {
    return parseTemplate(text)
  } catch (error) {
    if (error instanceof ExpressionError) return { kind: 'literal', value: text }
    throw error
  }
}
