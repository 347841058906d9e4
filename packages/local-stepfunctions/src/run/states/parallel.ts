import type { Flow } from '../../language/definition.ts'
import type { Json } from '../../language/json.ts'
import { freshProgress, type Progress } from '../progress.ts'
import type { RunFlow } from '../run-state.ts'
import { emit, emitAside, type Scope, type StateVisit } from '../scope.ts'
import type { StateIo, StateResult } from '../state-io.ts'
import { runTogether } from './together.ts'

/** Parallel: runs its branches at once; the result is the list of their outputs. @throws StateFailure of the first that fails */
export async function runParallel(visit: StateVisit, io: StateIo, runFlow: RunFlow): Promise<StateResult> {
  const { scope, state } = visit
  const branches = state.Branches ?? []
  const children = scope.progress.children ?? (await beginBranches(visit, io, branches))
  scope.progress.children = children
  const result = await runTogether<Json>(
    scope.cancellation,
    branches.length,
    branches.length,
    async (index, cancellation) => {
      const progress = children[index]
      const flow = branches[index]
      if (progress === undefined || flow === undefined) return null
      const inner: Scope = { ...scope, flow, progress, cancellation, language: flow.QueryLanguage ?? scope.language }
      return runFlow(inner)
    },
  )
  if ('failure' in result) {
    const failing = children[result.index]
    const last = failing?.lastEventId ?? scope.progress.lastEventId
    for (const child of children) abortOpenState(scope, child, branches)
    scope.progress.lastEventId = last
    throw result.failure
  }
  const last = Math.max(...children.map((child) => child?.lastEventId ?? 0))
  emitAside(scope, 'ParallelStateSucceeded', last)
  scope.progress.lastEventId = last
  return io.finish(result.values)
}

async function beginBranches({ scope }: StateVisit, io: StateIo, branches: readonly Flow[]): Promise<Progress[]> {
  const input = await io.payload()
  const started = emit(scope, 'ParallelStateStarted')
  return branches.map(({ StartAt }) => freshProgress(StartAt, input, scope.progress, started))
}

/** Notes that an entered state of a stopped branch will not be left. */
function abortOpenState(scope: Scope, child: Progress | undefined, branches: readonly Flow[]): void {
  if (child?.entered === undefined) return
  const type = branches.map((branch) => branch.States[child.state]?.Type).find((found) => found !== undefined)
  if (type === 'Task' || type === 'Wait' || type === 'Map' || type === 'Parallel')
    emitAside(scope, `${type}StateAborted`, child.lastEventId)
}
