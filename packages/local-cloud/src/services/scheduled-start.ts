import type { ScheduledRun } from '../schedule/scheduler.ts'
import type { Deliveries } from './delivery.ts'
import { failureAttributes } from './delivery.ts'
import type { SendParcel } from './destinations.ts'
import { startScheduled, type TargetPorts } from './targets.ts'

/** What starting a schedule's target needs. */
export interface ScheduledStartPorts {
  readonly targets: TargetPorts
  readonly deliveries: Deliveries
  readonly send: SendParcel
  /** Told of a start that is lost: the target did not take it, and no dead-letter queue did. */
  readonly onUndelivered: (schedule: string, error: unknown) => void
}

/**
 * Starts the target of a schedule that came due, as often as its retry policy says, then puts what it would have started
 * into its dead-letter queue, in the name of the schedule's role.
 * https://docs.aws.amazon.com/scheduler/latest/UserGuide/configuring-schedule-dlq.html
 */
export async function startWithRetries(run: ScheduledRun, ports: ScheduledStartPorts): Promise<void> {
  const { target, name, arn } = run.schedule
  const undelivered = await ports.deliveries.deliver(
    (attempt) => startScheduled(ports.targets, target, run.inputOf(attempt)),
    target.retry,
  )
  if (undelivered === undefined) return
  try {
    if (target.deadLetterArn === undefined) throw undelivered.error
    await ports.send({
      targetArn: target.deadLetterArn,
      body: run.inputOf(undelivered.retries + 1),
      attributes: {
        SCHEDULE_ARN: arn,
        TARGET_ARN: target.arn,
        IS_PAYLOAD_TRUNCATED: 'false',
        ...failureAttributes(undelivered),
      },
      principal: target.roleArn,
      context: {},
      event: { source: 'aws.scheduler', detailType: 'Undelivered Start', resources: [arn] },
    })
  } catch (error) {
    ports.onUndelivered(name, undelivered.error)
    if (error !== undelivered.error) ports.onUndelivered(name, error)
  }
}
