import { z } from 'zod'
import { SUPPRESSIONS } from '../policy/suppressions.ts'

const report = z.looseObject({
  summary: z.looseObject({ passed: z.number(), failed: z.number(), parsing_errors: z.number() }),
  results: z.looseObject({ failed_checks: z.array(z.looseObject({ check_id: z.string(), resource: z.string() })) }),
})

/** Checks that Checkov itself sees otherwise than this repository's rule of the same name, and why it is wrong. */
const CHECKOV_ALONE: Readonly<Record<string, string>> = {
  CKV_AWS_285:
    'It asks for inputs and outputs in the log of a machine: they hold table names and row counts of customers.',
  CKV2_AWS_5: 'It follows no reference into another stack; least-privilege.test.ts does, and finds each group used.',
}

export interface CheckovResult {
  readonly ok: boolean
  readonly text: string
}

/** What Checkov's JSON says: a failed rule needs an excuse, here or among the suppressions of our own rules. */
export function readCheckov(output: string): CheckovResult {
  const parsed: unknown = JSON.parse(output)
  const reports = z.array(report).parse(Array.isArray(parsed) ? parsed : [parsed])
  const failed = reports.flatMap(({ results }) => results.failed_checks)
  const passed = reports.reduce((sum, { summary }) => sum + summary.passed, 0)
  const unread = reports.reduce((sum, { summary }) => sum + summary.parsing_errors, 0)
  const rules = [...new Set(failed.map((one) => one.check_id))].sort()
  const excused = new Set([...SUPPRESSIONS.map(({ rule }) => rule), ...Object.keys(CHECKOV_ALONE)])
  const open = rules.filter((rule) => !excused.has(rule))
  const idle = Object.keys(CHECKOV_ALONE).filter((rule) => !rules.includes(rule))
  const lines = [
    `${passed} checks passed, ${failed.length} failed of ${rules.length} rules, ${rules.length - open.length} of them excused with a reason`,
    ...open.map(
      (rule) =>
        `  ${rule} is not excused: ${failed
          .filter((one) => one.check_id === rule)
          .map((one) => one.resource)
          .join(', ')}`,
    ),
    ...idle.map((rule) => `  ${rule} is excused and does not fail any more: remove the excuse`),
    ...(unread === 0 ? [] : [`  ${unread} files could not be read`]),
  ]
  return { ok: open.length === 0 && idle.length === 0 && unread === 0 && passed > 0, text: lines.join('\n') }
}
