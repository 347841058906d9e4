import { z } from 'zod'
import { OperatorError } from '../errors.ts'
import { readJson } from './prices.ts'

const count = z.number().int().nonnegative()

/**
 * What one run did, as far as it costs something. Measured by `hourglass cost`, printed with `--json`, and taken again
 * with `--usage`: so a run of one environment can be priced in another.
 */
export const runUsage = z.strictObject({
  run: z.string(),
  /** Where it was measured. */
  environment: z.string(),
  startedAt: z.iso.datetime(),
  /** From the start of the run to the end of the last execution it started. */
  seconds: z.number().nonnegative(),
  stepFunctions: z.strictObject({
    /** STANDARD executions: the run, its tables, and children of its Distributed Maps. */
    executions: count,
    /** State transitions of all of them: states entered, retries, redrives, and one for the start of each child. */
    transitions: count,
    /** EXPRESS children of Distributed Maps. */
    expressRequests: count,
    /** Their durations, each rounded up to 100 ms, times 64 MB: the smallest amount that is charged. */
    expressGbSeconds: z.number().nonnegative(),
  }),
  /** By the name of the function after `hourglass-<env>-`. */
  functions: z.record(
    z.string(),
    z.strictObject({
      requests: count,
      billedSeconds: z.number().nonnegative(),
      /** Billed time times configured memory. */
      gbSeconds: z.number().nonnegative(),
    }),
  ),
  objects: z.strictObject({
    /** Requests that wrote the objects which the run left; an upload in N pieces is N + 2. */
    puts: count,
    /** Estimated from the objects: see measure-objects.ts. */
    gets: count,
    bytes: count,
  }),
  /** Bytes that the functions logged, with the 26 that CloudWatch adds to each event. */
  logBytes: count,
})
export type RunUsage = z.infer<typeof runUsage>

/**
 * Reads usage from a file: what `hourglass cost --json` printed, or its `usage` alone.
 *
 * @throws OperatorError naming the file and everything that is wrong with it
 */
export function readUsage(file: string): RunUsage {
  const content = readJson(file)
  const whole = z.object({ usage: z.unknown() }).safeParse(content)
  const parsed = runUsage.safeParse(whole.success ? whole.data.usage : content)
  if (parsed.success) return parsed.data
  const problems = parsed.error.issues.map((issue) => `  - ${issue.path.join('.')}: ${issue.message}`)
  throw new OperatorError(
    `${file} does not hold the usage of a run:\n${problems.join('\n')}\nmake one: hourglass cost --json > ${file}`,
  )
}
