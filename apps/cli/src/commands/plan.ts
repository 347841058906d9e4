import { InvokeCommand } from '@aws-sdk/client-lambda'
import { type TablePreview, tablePreview } from '@hourglass/contracts/preview'
import pc from 'picocolors'
import { z } from 'zod'
import { type Cloud, connect } from '@hourglass/cloud/connection'
import { EXIT } from '../errors.ts'
import { OperatorError } from '@hourglass/cloud/errors'
import type { Output } from '../output.ts'
import { formatCount } from '../render/format.ts'
import { fittingTable } from '../render/table.ts'
import { shortName, targetNames } from '../table-names.ts'

export interface PlanOptions {
  readonly env?: string
  readonly table?: readonly string[]
  readonly full?: boolean
}

const answerSchema = z.object({ tables: z.array(tablePreview) })

/** `hourglass plan`: what the next run would do, asked of the deployed planner. Exit code 1 when a table would fail. */
export async function planCommand(options: PlanOptions, output: Output): Promise<number> {
  const cloud = await connect(options.env)
  const tables = await askPlanner(cloud, {
    preview: {
      ...(options.table ? { tables: targetNames(options.table) } : {}),
      mode: options.full === true ? 'full' : 'incremental',
    },
  })
  output.result(tables, () => describePlan(tables, output.width))
  return tables.some((table) => table.problems.length > 0) ? EXIT.failed : EXIT.ok
}

/** Asks the deployed planner what a run would do. @throws OperatorError with what the planner says */
export async function askPlanner(cloud: Cloud, request: unknown): Promise<readonly TablePreview[]> {
  const answer = await cloud.lambda.send(
    new InvokeCommand({ FunctionName: cloud.functionName('plan-run'), Payload: JSON.stringify(request) }),
  )
  const payload: unknown = JSON.parse(Buffer.from(answer.Payload ?? []).toString() || 'null')
  if (answer.FunctionError !== undefined) {
    const thrown = z.object({ errorMessage: z.string() }).safeParse(payload)
    throw new OperatorError(thrown.success ? thrown.data.errorMessage : 'the planner failed; see its log')
  }
  return answerSchema.parse(payload).tables
}

const COLUMNS = ['table', 'mode', 'reads', 'chunks', 'rows (estimate)'] as const

function describePlan(tables: readonly TablePreview[], width: number): string {
  const rows = tables.map((each) => [
    shortName(each.table),
    each.mode,
    reads(each),
    each.chunks === 0 ? '–' : formatCount(each.chunks),
    formatCount(each.estimatedRows),
  ])
  const problems = tables.flatMap((each) =>
    each.problems.map((problem) => `${pc.red('✗')} ${pc.bold(shortName(each.table))}: ${problem}`),
  )
  const table = fittingTable(COLUMNS, rows, {
    left: ['table', 'mode', 'reads'],
    droppable: ['mode', 'rows (estimate)'],
    width,
  })
  return [table, ...(problems.length > 0 ? ['', ...problems] : [])].join('\n')
}

function reads({ mode, window, chunks, problems }: TablePreview): string {
  if (problems.length > 0) return pc.red('would fail')
  if (mode.startsWith('model ')) return pc.dim('what its inputs publish')
  if (chunks === 0) return pc.dim('nothing new')
  return window.lower === null ? 'everything' : `changed since ${window.lower.slice(0, 16)} UTC`
}
