import { type ModelLoad, modeOf } from '@hourglass/catalog-kit/modes'
import { randomUUID } from 'node:crypto'
import { col } from '@hourglass/catalog-kit/col'
import { defineModel } from '@hourglass/catalog-kit/define-model'
import type { Model } from '@hourglass/catalog-kit/model'
import type { RunMode } from '@hourglass/contracts/steps'
import type { Target } from '@hourglass/contracts/target-port'
import type { PublishAnswer } from '@hourglass/contracts/target/publishing'
import { answers, settings } from './answers.ts'

/** Answers by note, with whether a setting of that id is there: one input of each load mode. */
const SQL = `
  select a.id, a.note, s.note as setting, a.updated_at
  from analytics.answers as a
  left join analytics.settings as s on s.id = a.id
  where a.note is distinct from 'hidden' and (:since is null or a.updated_at >= :since);`

export const noted: Model = modelOf(SQL)

/** The same model with other SQL. */
export function modelOf(sql: string, load: ModelLoad<'updated_at'> = { mode: 'merge', cursor: 'updated_at' }): Model {
  return defineModel({
    target: 'analytics.noted',
    doc: 'One row per answer that shows.',
    owner: 'insights',
    columns: {
      id: col.bigint({ doc: 'Of the answer.' }),
      note: col.text({ doc: 'Of the answer.', nullable: true }),
      setting: col.text({ doc: 'Of the setting with that id.', nullable: true }),
      updated_at: col.timestamp({ doc: 'When the answer changed, UTC.' }),
    },
    primaryKey: ['id'],
    inputs: [answers, settings],
    sql,
    load,
  })
}

/** Stages and publishes a model as the pipeline does. `null` when there was nothing to build. */
export async function build(
  target: Target,
  model: Model,
  options: { readonly run?: string; readonly mode?: RunMode; readonly allowMassDelete?: boolean } = {},
): Promise<PublishAnswer | null> {
  const run = options.run ?? 'run'
  const staging = `model_${randomUUID().replaceAll('-', '')}`
  await target.ensureTable(model)
  const fence = await target.nextFence(model)
  const staged = await target.stageModel({ model, run, staging, mode: options.mode ?? 'incremental' })
  if (staged.action !== 'staged') return null
  const { rows, window } = staged
  return target.publish({
    table: model,
    way: window.lower === null ? 'rebuild' : modeOf(model).name,
    run,
    staging,
    manifest: {
      run,
      table: model.target,
      fence,
      window,
      rowsRead: rows,
      rowsQuarantined: 0,
      rows,
      parts: [{ key: 'model', rows }],
    },
    allowMassDelete: options.allowMassDelete ?? false,
    recheck: async () => [],
    build: staged.build,
  })
}
