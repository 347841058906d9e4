import type { Definition, State, StateGraph } from './asl.ts'

/**
 * Draws a machine as a Mermaid flowchart, so that a review shows what changes in the flow. Maps and parallel branches
 * are boxes; dashed arrows are errors that are caught.
 */
export function mermaid(definition: Definition): string {
  return ['flowchart TD', ...graphLines(definition, '', '  ')].join('\n')
}

function graphLines(graph: StateGraph, prefix: string, indent: string): string[] {
  const id = (name: string) => `${prefix}${name.replace(/\W/g, '')}`
  const lines = [`${indent}${id('start')}((" ")) --> ${id(graph.StartAt)}`]
  for (const [name, state] of Object.entries(graph.States)) {
    lines.push(...shapeLines(id(name), name, state, indent))
    lines.push(...arrowLines(id(name), id, state).map((arrow) => `${indent}${arrow}`))
  }
  return lines
}

function shapeLines(id: string, name: string, state: State, indent: string): string[] {
  switch (state.Type) {
    case 'Choice':
      return [`${indent}${id}{"${name}"}`]
    case 'Succeed':
      return [`${indent}${id}(["${name}"])`]
    case 'Fail':
      return [`${indent}${id}[["${name}: fails with ${state.Error}"]]`]
    case 'Task':
      return [`${indent}${id}["${name}"]`]
    case 'Map': {
      const config = state.ItemProcessor.ProcessorConfig
      const kind =
        config.Mode === 'INLINE' ? 'one after the other' : `Distributed Map, ${config.ExecutionType} children`
      return box(id, `${name}: ${kind}`, indent, [[state.ItemProcessor, `${id}_`]])
    }
    case 'Parallel':
      return box(
        id,
        `${name}: at the same time`,
        indent,
        state.Branches.map((branch, index) => [branch, `${id}_${index}_`] as const),
      )
  }
}

function box(id: string, title: string, indent: string, graphs: readonly (readonly [StateGraph, string])[]): string[] {
  const inside = graphs.flatMap(([graph, prefix]) => graphLines(graph, prefix, `${indent}  `))
  return [`${indent}subgraph ${id} ["${title}"]`, ...inside, `${indent}end`]
}

function arrowLines(from: string, id: (name: string) => string, state: State): string[] {
  if (state.Type === 'Choice') {
    const rules = state.Choices.map((rule) => `${from} -->|"${condition(rule)}"| ${id(rule.Next)}`)
    return [...rules, `${from} -->|"otherwise"| ${id(state.Default)}`]
  }
  const arrows = 'Next' in state ? [`${from} --> ${id(state.Next)}`] : []
  const caught = state.Type === 'Task' ? (state.Catch ?? []) : []
  return [...arrows, ...caught.map((rule) => `${from} -.->|"${rule.ErrorEquals.join(', ')}"| ${id(rule.Next)}`)]
}

function condition(rule: { readonly Variable: string } & object): string {
  const { Variable, Next: _, ...test } = { Next: '', ...rule }
  const parts = Object.entries(test).map(([operator, value]) => `${operator} ${String(value)}`)
  return `${Variable} ${parts.join(' ')}`
}
