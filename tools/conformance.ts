import { runConformance } from '@hourglass/local-stepfunctions/conformance/run-file'

// It ends with 0 whatever fails: it is a report, and what may fail is listed in the package.
// Runs a file of recorded Step Functions cases against the local engine: `pnpm conformance <file> [regex of ids]`.
// Prints passes by feature, every failing case with its first difference, and the total as the last line.

const [path, only] = process.argv.slice(2)
if (path === undefined) {
  process.stderr.write('usage: pnpm conformance <cases.json or cases.json.gz> [regex of case ids]\n')
  process.exit(2)
}

const report = await runConformance(path, only === undefined ? undefined : new RegExp(only))
for (const [feature, { passed, total }] of [...report.features].sort(([a], [b]) => (a < b ? -1 : 1))) {
  process.stdout.write(`${feature} ${passed}/${total}\n`)
}
for (const { id, difference } of report.failures) process.stdout.write(`failed ${id}\n  ${difference}\n`)
process.stdout.write(`total ${report.passed}/${report.total}\n`)
