/** A schedule expression that EventBridge Scheduler would refuse, or that is not supported here. */
export class ScheduleError extends Error {
  override readonly name = 'ScheduleError'
}
