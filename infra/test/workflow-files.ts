import { readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { parse } from 'yaml'
import { z } from 'zod'
import { REPOSITORY } from '../src/bundling/bundle-workers.ts'

export const GITHUB = join(REPOSITORY, '.github')

const text = z.union([z.string(), z.number(), z.boolean()])
const step = z.strictObject({
  id: z.string().optional(),
  name: z.string().optional(),
  if: z.string().optional(),
  uses: z.string().optional(),
  run: z.string().optional(),
  shell: z.string().optional(),
  with: z.record(z.string(), text).optional(),
  env: z.record(z.string(), text).optional(),
})
const service = z.strictObject({
  image: z.string(),
  env: z.record(z.string(), z.string()),
  ports: z.array(z.string()),
  options: z.string(),
})
const job = z.strictObject({
  name: z.string().optional(),
  needs: z.string().optional(),
  if: z.string().optional(),
  uses: z.string().optional(),
  with: z.record(z.string(), text).optional(),
  'runs-on': z.string().optional(),
  'timeout-minutes': z.number().optional(),
  environment: z.string().optional(),
  permissions: z.record(z.string(), z.string()),
  env: z.record(z.string(), z.string()).optional(),
  strategy: z.strictObject({ 'fail-fast': z.boolean(), matrix: z.record(z.string(), z.array(z.unknown())) }).optional(),
  services: z.record(z.string(), service).optional(),
  steps: z.array(step).optional(),
})
const workflow = z.strictObject({
  name: z.string(),
  on: z.record(z.string(), z.unknown()),
  permissions: z.record(z.string(), z.never()),
  concurrency: z.strictObject({ group: z.string(), 'cancel-in-progress': z.boolean() }).optional(),
  jobs: z.record(z.string(), job),
})
const action = z.looseObject({ runs: z.looseObject({ using: z.literal('composite'), steps: z.array(step) }) })

export type Step = z.infer<typeof step>
export type Job = z.infer<typeof job>
export type Workflow = z.infer<typeof workflow>

/** Every workflow by its file name. A key that these workflows do not use is refused: a misspelt one says nothing. */
export function readWorkflows(): ReadonlyMap<string, Workflow> {
  const folder = join(GITHUB, 'workflows')
  return new Map(
    readdirSync(folder).map((name) => [name, workflow.parse(parse(readFileSync(join(folder, name), 'utf8')))]),
  )
}

/** Steps of the action that every job begins with. */
export function setupSteps(): readonly Step[] {
  return action.parse(parse(readFileSync(join(GITHUB, 'actions/setup/action.yml'), 'utf8'))).runs.steps
}
