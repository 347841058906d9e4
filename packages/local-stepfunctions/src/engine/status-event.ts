import type { JsonObject } from '../language/json.ts'
import type { Execution } from '../run/execution.ts'
import { redriveStatus } from './redrive-status.ts'

/** The `detail` of EventBridge's "Step Functions Execution Status Change": times in milliseconds, absent values null. */
export function statusChangeDetail(execution: Execution): JsonObject {
  const { program } = execution
  const { status, reason } = redriveStatus(execution)
  return {
    executionArn: execution.arn,
    stateMachineArn: program.stateMachineArn,
    name: execution.name,
    status: execution.status,
    startDate: execution.startDate,
    stopDate: execution.stopDate ?? null,
    input: execution.input,
    output: execution.output ?? null,
    stateMachineVersionArn: program.versionArn ?? null,
    stateMachineAliasArn: program.aliasArn ?? null,
    redriveCount: execution.redriveCount,
    redriveDate: execution.redriveDate ?? null,
    redriveStatus: status,
    redriveStatusReason: reason ?? null,
    inputDetails: { included: true },
    outputDetails: execution.output === undefined ? null : { included: true },
    error: execution.error ?? null,
    cause: execution.cause ?? null,
  }
}
