import type { State, StateGraph } from './asl.ts'

/** A state and where it stands, e.g. `SyncTables[0].SyncSmall.SyncSmallTable`. */
export interface PlacedState {
  readonly path: string
  readonly state: State
}

/** Every state of a machine, the ones inside branches and Map children included. */
export function allStates(graph: StateGraph, prefix = ''): PlacedState[] {
  return Object.entries(graph.States).flatMap(([name, state]) => {
    const path = `${prefix}${name}`
    const inner =
      state.Type === 'Parallel'
        ? state.Branches.flatMap((branch, index) => allStates(branch, `${path}[${index}].`))
        : state.Type === 'Map'
          ? allStates(state.ItemProcessor, `${path}.`)
          : []
    return [{ path, state }, ...inner]
  })
}
