import { isComplete, rowsSetAside, stateOf, stateOfReport } from '@hourglass/contracts/table-state'
import type { RunReport, TableReport } from '@hourglass/contracts/report'

type Failed = Extract<TableReport, { result: 'failed' }>

const STYLE = `
body { font: 15px/1.5 system-ui, sans-serif; margin: 2rem auto; max-width: 70rem; padding: 0 1rem; color: #1b1f24 }
table { border-collapse: collapse; width: 100% } th, td { padding: .3rem .6rem; text-align: left; border-bottom: 1px solid #d8dee4 }
td.n, th.n { text-align: right; font-variant-numeric: tabular-nums } .bad { color: #b3261e } .good { color: #1a7f37 }
section { margin: 1.5rem 0; padding-left: 1rem; border-left: 3px solid #b3261e } code { overflow-wrap: anywhere }
@media (prefers-color-scheme: dark) { body { background: #14171a; color: #e6e9ec } th, td { border-color: #333a41 } .bad { color: #ff8a80 } .good { color: #6fdd8b } }`

/** A run's report as one page for people, without anything from outside. It holds no row values: a report has none. */
export function reportPage(report: RunReport): string {
  const failed = report.tables.filter((table) => table.result === 'failed')
  const open = report.tables.filter((table) => !isComplete(stateOfReport(table))).length - failed.length
  const verdict = verdictOf(report.tables.length, failed.length, open)
  return `<!doctype html>
<html lang="en"><head><meta charset="utf-8"><meta name="viewport" content="width=device-width">
<title>Run ${escaped(report.run)}: ${verdict}</title><style>${STYLE}</style></head><body>
<h1>Run ${escaped(report.run)}</h1>
<p class="${failed.length + open === 0 ? 'good' : 'bad'}">${verdict}</p>
<p>Scheduled for ${escaped(report.scheduledAt)}, from ${escaped(report.startedAt)} to ${escaped(report.finishedAt)}.${
    report.skipped === null ? '' : ` ${escaped(report.skipped)}`
  }</p>
${failed.map(failure).join('')}
<table><thead><tr><th>table</th><th>result</th>${COUNTS.map(([name]) => `<th class="n">${name}</th>`).join('')}</tr></thead>
<tbody>${report.tables.map(row).join('')}</tbody></table>
</body></html>
`
}

function verdictOf(tables: number, failed: number, open: number): string {
  const parts = [
    ...(failed > 0 ? [`${failed} of ${tables} tables failed`] : []),
    ...(open > 0 ? [`${open} of ${tables} tables are not complete`] : []),
  ]
  return parts.length === 0 ? 'succeeded' : parts.join(', ')
}

type Outcome = Extract<TableReport, { result: 'ok' }>['outcome']

const COUNTS: readonly (readonly [name: string, of: (outcome: Outcome) => number])[] = [
  ['chunks', ({ chunks }) => chunks],
  ['read', ({ rowsRead }) => rowsRead],
  ['new', ({ counts }) => counts?.inserted ?? 0],
  ['changed', ({ counts }) => counts?.updated ?? 0],
  ['deleted', ({ counts }) => counts?.deleted ?? 0],
  ['late', ({ counts }) => counts?.late ?? 0],
  ['quarantined', ({ rowsQuarantined, counts }) => rowsQuarantined + (counts?.quarantined ?? 0)],
  ['set aside', rowsSetAside],
  ['seconds', ({ seconds }) => Math.round(seconds * 10) / 10],
]

function row(table: TableReport): string {
  const name = `<td>${escaped(table.table)}</td>`
  if (table.result === 'failed') {
    return `<tr>${name}<td class="bad">${escaped(table.error)}</td>${'<td class="n">–</td>'.repeat(COUNTS.length)}</tr>\n`
  }
  const { outcome } = table
  const numbers = COUNTS.map(([, of]) => `<td class="n">${of(outcome).toLocaleString('en-US')}</td>`)
  const reason = outcome.reason === '' ? '' : `: ${escaped(outcome.reason)}`
  const remarks = [
    ...(outcome.notes ?? []),
    ...(outcome.weakenings ?? []).map((each) => `${each.reason}; ${each.cure}`),
  ]
  const notes = remarks.map((note) => `<br>${escaped(note)}`).join('')
  return `<tr>${name}<td>${stateOf(outcome)}${reason}${notes}</td>${numbers.join('')}</tr>\n`
}

function failure({ table, error, cause, children, execution }: Failed): string {
  const why = children
    ? `<p>${children.failed} of ${children.children ?? 'many'} children of ${escaped(children.step)} failed:</p>
<ul>${children.errors.map((each) => `<li>${each.children} × ${sentence(each.error, each.cause)}</li>`).join('')}${
        children.others > 0 ? `<li>${children.others} × other errors</li>` : ''
      }</ul>
<p>Each child: <code>s3://${escaped(`${children.records.bucket}/${children.records.key}`)}</code></p>`
    : `<p>${sentence(error, cause)}</p>`
  const where = execution === '' ? '' : `<p>Execution: <code>${escaped(execution)}</code></p>`
  return `<section><h2>${escaped(table)}</h2>${why}${where}
<p>Retry it alone: <code>hourglass retry --table ${escaped(table)}</code></p></section>\n`
}

function sentence(error: string, cause: string): string {
  return `<strong>${escaped(error)}</strong>${cause === '' ? '' : `: ${escaped(cause)}`}`
}

const ENTITIES: Readonly<Record<string, string>> = {
  '&': '&amp;',
  '<': '&lt;',
  '>': '&gt;',
  '"': '&quot;',
  "'": '&#39;',
}

function escaped(text: string): string {
  return text.replace(/[&<>"']/g, (character) => ENTITIES[character] ?? character)
}
