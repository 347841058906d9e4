import { InvokeCommand } from '@aws-sdk/client-lambda'
import { type TablePreview, tablePreview } from '@hourglass/contracts/preview'
import Table from 'cli-table3'
import pc from 'picocolors'
import { z } from 'zod'
import { type Cloud, connect } from '../cloud/connection.ts'
import { CliError, EXIT } from '../errors.ts'
import type { Output } from '../output.ts'
import { formatCount } from '../render/format.ts'
import { targetNames } from '../table-names.ts'

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
  output.result(tables, () => describePlan(tables))
  return tables.some((table) => table.problems.length > 0) ? EXIT.failed : EXIT.ok
}

async function askPlanner(cloud: Cloud, request: unknown): Promise<readonly TablePreview[]> {
  const answer = await cloud.lambda.send(
    new InvokeCommand({ FunctionName: cloud.functionName('plan-run'), Payload: JSON.stringify(request) }),
  )
  const payload: unknown = JSON.parse(Buffer.from(answer.Payload ?? []).toString() || 'null')
  if (answer.FunctionError !== undefined) {
    const thrown = z.object({ errorMessage: z.string() }).safeParse(payload)
    throw new CliError(thrown.success ? thrown.data.errorMessage : 'the planner failed; see its log')
  }
  return answerSchema.parse(payload).tables
}

function describePlan(tables: readonly TablePreview[]): string {
  const table = new Table({
    head: ['table', 'mode', 'reads', 'chunks', 'rows in table (estimate)', 'problems'].map((text) => pc.bold(text)),
    style: { head: [], border: [], compact: true },
    colAligns: ['left', 'left', 'left', 'right', 'right', 'left'],
  })
  for (const each of tables) {
    table.push([
      each.table,
      each.mode,
      each.window.lower === null ? 'everything' : `changed since ${each.window.lower.slice(0, 19)} UTC`,
      each.chunks === 0 && each.problems.length === 0 ? pc.dim('nothing new') : formatCount(each.chunks),
      formatCount(each.estimatedRows),
      pc.red(each.problems.join('\n')),
    ])
  }
  return table.toString()
}
