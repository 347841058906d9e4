import { readCases } from './case.ts'
import { runCase } from './run-case.ts'

/** One case that did not come out as recorded. */
export interface ConformanceFailure {
  readonly id: string
  readonly difference: string
}

/** How a file of cases came out. */
export interface ConformanceReport {
  readonly total: number
  readonly passed: number
  /** By feature tag. */
  readonly features: ReadonlyMap<string, { readonly passed: number; readonly total: number }>
  readonly failures: readonly ConformanceFailure[]
}

/** Runs every case of a file, one after the other. @throws Error when the file cannot be read */
export async function runConformance(path: string, only?: RegExp): Promise<ConformanceReport> {
  const cases = readCases(path).filter(({ id }) => only === undefined || only.test(id))
  const features = new Map<string, { passed: number; total: number }>()
  const failures: ConformanceFailure[] = []
  for (const one of cases) {
    const difference = await attempt(() => runCase(one))
    if (difference !== undefined) failures.push({ id: one.id, difference })
    for (const feature of one.features ?? []) {
      const count = features.get(feature) ?? { passed: 0, total: 0 }
      features.set(feature, { passed: count.passed + (difference === undefined ? 1 : 0), total: count.total + 1 })
    }
  }
  return { total: cases.length, passed: cases.length - failures.length, features, failures }
}

async function attempt(work: () => Promise<string | undefined>): Promise<string | undefined> {
  try {
    return await work()
  } catch (error) {
    return `the runner failed: ${error instanceof Error ? (error.stack ?? error.message) : String(error)}`
  }
}
