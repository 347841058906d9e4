/** What a JSONata expression reads from outside itself. */
export interface References {
  /** Bare names, and `$$`, read at the top level, where Step Functions has no document. */
  readonly names: ReadonlySet<string>
  /** Fields of `$states`. */
  readonly states: ReadonlySet<string>
  /** Variables, without `$`, that the expression does not bind itself; functions among them. */
  readonly variables: ReadonlySet<string>
}

/** Reads a syntax tree of the `jsonata` library. Its nodes are untyped, so every field is looked at before use. */
export function referencesOf(tree: unknown): References {
  const walk = new Walk()
  walk.visit(tree, true)
  return {
    names: walk.names,
    states: walk.states,
    variables: new Set([...walk.variables].filter((name) => !walk.bound.has(name))),
  }
}

class Walk {
  readonly names = new Set<string>()
  readonly states = new Set<string>()
  readonly variables = new Set<string>()
  readonly bound = new Set<string>()

  /** `isTop` is true as long as no step of a path has given the expression something to work on. */
  visit(node: unknown, isTop: boolean): void {
    if (Array.isArray(node)) {
      for (const item of node) this.visit(item, isTop)
      return
    }
    if (typeof node !== 'object' || node === null) return
    const type = field(node, 'type')
    if (type === 'path') {
      this.path(node, isTop)
      return
    }
    if (type === 'name' && isTop) this.names.add(String(field(node, 'value')))
    if (type === 'variable') this.variable(String(field(node, 'value')), isTop)
    if (type === 'bind') this.bound.add(String(field(field(node, 'lhs'), 'value')))
    if (type === 'lambda') {
      const parameters = field(node, 'arguments')
      if (Array.isArray(parameters))
        for (const parameter of parameters) this.bound.add(String(field(parameter, 'value')))
      this.visit(field(node, 'body'), isTop)
      return
    }
    // What a transform matches and changes is not the top level.
    const inner = isTop && type !== 'transform' && type !== 'sort'
    for (const [key, value] of Object.entries(node)) this.visit(value, inner && !WITHIN.includes(key))
  }

  private path(node: object, isTop: boolean): void {
    const steps = field(node, 'steps')
    if (!Array.isArray(steps)) return
    for (const [index, step] of steps.entries()) this.visit(step, isTop && index === 0)
    const [first, second] = steps
    if (field(first, 'type') === 'variable' && field(first, 'value') === 'states' && field(second, 'type') === 'name')
      this.states.add(String(field(second, 'value')))
    this.visit(field(node, 'group'), false)
  }

  private variable(name: string, isTop: boolean): void {
    if (name === '$' && isTop) this.names.add('$$')
    if (name !== '' && name !== '$') this.variables.add(name)
  }
}

// Filters and groups look at the elements of what stands before them.
const WITHIN = ['predicate', 'stages', 'group']

function field(node: unknown, name: string): unknown {
  return typeof node === 'object' && node !== null ? Reflect.get(node, name) : undefined
}
