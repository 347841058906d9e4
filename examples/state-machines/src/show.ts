import type { ExecutionListItem, HistoryEvent } from '@aws-sdk/client-sfn'

/** Writes one line. */
export function line(text = ''): void {
  process.stdout.write(`${text}\n`)
}

/** A headline. */
export function heading(text: string): void {
  line()
  line(`== ${text}`)
}

/** A name and a value; nothing when there is no value. */
export function field(name: string, value: unknown): void {
  if (value === undefined) return
  const text = value instanceof Date ? value.toISOString() : typeof value === 'string' ? value : JSON.stringify(value)
  line(`${name.padEnd(22)} ${text}`)
}

/** The event log as the console's table: number, type, state, resource, time since the start. */
export function eventLog(events: readonly HistoryEvent[]): void {
  const start = events[0]?.timestamp?.getTime() ?? 0
  line(`${'ID'.padStart(4)}  ${'Type'.padEnd(24)} ${'Step'.padEnd(14)} Elapsed`)
  for (const event of events) {
    const step = event.stateEnteredEventDetails?.name ?? event.stateExitedEventDetails?.name ?? ''
    const elapsed = (event.timestamp?.getTime() ?? start) - start
    line(`${String(event.id).padStart(4)}  ${(event.type ?? '').padEnd(24)} ${step.padEnd(14)} ${elapsed} ms`)
  }
}

/** The children of a Map Run as the console's list. */
export function childList(children: readonly ExecutionListItem[]): void {
  line(`${'Name'.padEnd(38)} ${'Status'.padEnd(10)} Items`)
  for (const { name, status, itemCount } of children)
    line(`${(name ?? '').padEnd(38)} ${(status ?? '').padEnd(10)} ${itemCount ?? 1}`)
}
