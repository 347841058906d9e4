import { fileURLToPath } from 'node:url'
import { runConformance } from '@hourglass/local-stepfunctions/conformance/run-file'

/*
 * Runs recorded Step Functions cases against the local engine: `pnpm conformance [file] [regex of case ids]`; without a
 * file, those of the repository. Prints passes by feature, every failing case with its first difference, and the total as
 * the last line. Exits with 1 when a case failed, or none was run.
 */
const RECORDED = fileURLToPath(new URL('../packages/local-stepfunctions/conformance/cases.json.gz', import.meta.url))

const args = process.argv.slice(2)
const file = args[0]?.match(/\.json(\.gz)?$/) ? args.shift() : undefined
const [only, ...strangers] = args
if (strangers.length > 0) {
  process.stderr.write('usage: pnpm conformance [cases.json or cases.json.gz] [regex of case ids]\n')
  process.exit(2)
}

const report = await runConformance(file ?? RECORDED, only === undefined ? undefined : new RegExp(only))
for (const [feature, { passed, total }] of [...report.features].sort(([a], [b]) => (a < b ? -1 : 1))) {
  process.stdout.write(`${feature} ${passed}/${total}\n`)
}
for (const { id, difference } of report.failures) process.stdout.write(`failed ${id}\n  ${difference}\n`)
process.stdout.write(`total ${report.passed}/${report.total}\n`)
process.exitCode = report.total > 0 && report.failures.length === 0 ? 0 : 1
