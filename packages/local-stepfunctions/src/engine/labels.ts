import { type Flow, processorOf, type State } from '../language/definition.ts'
import { nameUuid } from '../language/name-uuid.ts'

/**
 * The labels that Distributed Map states without `Label` get: a UUID each, the same for every run of one definition
 * of one machine, as in AWS.
 */
export function generatedLabels(flow: Flow, stateMachineArn: string): ReadonlyMap<State, string> {
  const labels = new Map<State, string>()
  const visit = (inner: Flow, path: string): void => {
    for (const [name, state] of Object.entries(inner.States)) {
      const at = `${path}/${name}`
      if (state.Type === 'Map') {
        labels.set(state, nameUuid(`${stateMachineArn}${at}`))
        visit(processorOf(state), at)
      }
      state.Branches?.forEach((branch, index) => {
        visit(branch, `${at}[${index}]`)
      })
    }
  }
  visit(flow, '')
  return labels
}
