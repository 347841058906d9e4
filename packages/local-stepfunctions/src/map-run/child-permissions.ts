import { checkAllowed } from '../integrations/guard.ts'
import type { Authorize } from '../integrations/ports.ts'
import { StateFailure } from '../language/failure.ts'
import type { Program } from '../run/execution.ts'
import type { MapRun } from './map-run.ts'

/**
 * Asks whether the machine's role may run the children of a Map Run: start them on its own machine, watch and stop
 * them, and redrive them ("IAM policies for using Distributed Map state").
 * @throws StateFailure States.Permissions with the first action that is missing
 */
export async function checkChildPermissions(
  authorize: Authorize | undefined,
  program: Program,
  mapRun: MapRun,
): Promise<void> {
  const machine = mapRun.program.stateMachineArn.replace(/\/[^/]+$/, '')
  const executions = machine.replace(':stateMachine:', ':execution:')
  const needed: [action: string, resource: string][] = [
    ['states:StartExecution', machine],
    ['states:DescribeExecution', `${executions}:${mapRun.id}`],
    ['states:StopExecution', `${executions}:${mapRun.id}`],
  ]
  if (mapRun.redriveCount > 0) needed.push(['states:RedriveExecution', `${executions}/${mapRun.label}:${mapRun.id}`])
  try {
    for (const [action, resource] of needed) await checkAllowed(authorize, program.roleArn, action, resource)
  } catch (error) {
    throw new StateFailure('States.Permissions', error instanceof Error ? error.message : String(error), {
      cause: error,
    })
  }
}
