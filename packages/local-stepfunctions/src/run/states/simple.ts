import { StateFailure } from '../../language/failure.ts'
import type { StateVisit } from '../scope.ts'
import type { StateIo, StateResult } from '../state-io.ts'

/** Pass: its Result, or its Parameters, or its input. A Result of null counts as none (observed 2026-09-23). */
export async function runPass({ state, language }: StateVisit, io: StateIo): Promise<StateResult> {
  if (language === 'JSONata') return io.finish(io.input)
  return io.finish(state.Result === undefined || state.Result === null ? await io.payload() : state.Result)
}

/** Succeed: ends the flow with its input. */
export function runSucceed({ state }: StateVisit, io: StateIo): Promise<StateResult> {
  return io.passOn(state.Assign === undefined ? {} : { Assign: state.Assign })
}

/** Fail: fails the flow with the error and cause it names. @throws StateFailure always */
export async function runFail(io: StateIo): Promise<never> {
  throw new StateFailure(await io.text('Error'), await io.text('Cause'))
}
