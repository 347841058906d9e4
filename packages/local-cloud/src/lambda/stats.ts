import type { InvocationRecord } from './invocation.ts'

/** Totals of one function. Times in milliseconds, memory in MB. */
export interface FunctionStats {
  readonly invocations: number
  readonly errors: number
  readonly throttles: number
  readonly coldStarts: number
  readonly billedMs: number
  /** Billed time times configured memory: what AWS charges for. */
  readonly gigabyteSeconds: number
  readonly longestMs: number
  readonly peakMemoryMb: number
}

const NOTHING: FunctionStats = {
  invocations: 0,
  errors: 0,
  throttles: 0,
  coldStarts: 0,
  billedMs: 0,
  gigabyteSeconds: 0,
  longestMs: 0,
  peakMemoryMb: 0,
}

/** Totals by function name. */
export class Totals {
  private readonly byName = new Map<string, FunctionStats>()

  add(record: InvocationRecord): void {
    const before = this.of(record.functionName)
    this.byName.set(record.functionName, {
      ...before,
      invocations: before.invocations + 1,
      errors: before.errors + (record.status === 'success' ? 0 : 1),
      coldStarts: before.coldStarts + (record.initMs === undefined ? 0 : 1),
      billedMs: before.billedMs + record.billedMs,
      gigabyteSeconds: before.gigabyteSeconds + (record.billedMs / 1000) * (record.memoryMb / 1024),
      longestMs: Math.max(before.longestMs, record.durationMs),
      peakMemoryMb: Math.max(before.peakMemoryMb, record.peakMemoryMb),
    })
  }

  addThrottle(functionName: string): void {
    const before = this.of(functionName)
    this.byName.set(functionName, { ...before, throttles: before.throttles + 1 })
  }

  all(): Readonly<Record<string, FunctionStats>> {
    return Object.fromEntries(this.byName)
  }

  private of(functionName: string): FunctionStats {
    return this.byName.get(functionName) ?? NOTHING
  }
}
