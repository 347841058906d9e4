import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, test } from 'vitest'
import { REPOSITORY } from './bundling/bundle-workers.ts'
import { GITHUB, type Job, readWorkflows, setupSteps, type Workflow } from '../test/workflow-files.ts'

const WORKFLOWS = readWorkflows()
const JOBS = [...WORKFLOWS].flatMap(([file, { jobs }]) =>
  Object.entries(jobs).map(([name, job]) => ({ place: `${file} ${name}`, job })),
)
const STEPS = [
  ...JOBS.flatMap(({ place, job }) => (job.steps ?? []).map((step) => ({ place, step }))),
  ...setupSteps().map((step) => ({ place: 'setup', step })),
]

function workflow(file: string): Workflow {
  const found = WORKFLOWS.get(file)
  if (!found) throw new Error(`there is no workflow ${file} in ${GITHUB}`)
  return found
}

function job(file: string, name: string): Job {
  const found = workflow(file).jobs[name]
  if (!found) throw new Error(`${file} has no job ${name}`)
  return found
}

const runs = ({ steps = [] }: Job) => steps.map(({ run }) => run ?? '').join('\n')
/** A step of a job by the action that it uses, without the commit. */
const using = ({ steps = [] }: Job, action: string) => steps.find(({ uses }) => uses?.startsWith(`${action}@`))

test('there are the four workflows and the one that deploys an environment', () => {
  expect([...WORKFLOWS.keys()].sort()).toEqual([
    'deploy-environment.yml',
    'deploy.yml',
    'drift.yml',
    'plan.yml',
    'test.yml',
  ])
})

describe('every workflow', () => {
  test('pins every action by its commit', () => {
    const actions = STEPS.flatMap(({ step }) => step.uses ?? []).filter((uses) => !uses.startsWith('./'))
    expect(actions.length).toBeGreaterThan(15)
    expect(actions.filter((action) => !/^[\w./-]+@[0-9a-f]{40}$/.test(action))).toEqual([])
    // One commit for each action: two would be two versions.
    const commits = new Set(actions)
    expect(commits.size).toBe(new Set(actions.map((action) => action.slice(0, action.indexOf('@')))).size)
  })

  test('gives no permission by default, and a job no more than it needs', () => {
    for (const { permissions } of WORKFLOWS.values()) expect(permissions).toEqual({})
    const writes = JOBS.flatMap(({ place, job: { permissions } }) =>
      Object.entries(permissions).flatMap(([name, level]) => (level === 'write' ? [`${place} ${name}`] : [])),
    )
    expect(writes.sort()).toEqual([
      'deploy-environment.yml deploy id-token',
      'deploy.yml dev id-token',
      'deploy.yml prod id-token',
      'deploy.yml staging id-token',
      'drift.yml drift id-token',
      'plan.yml comment pull-requests',
      'plan.yml plan id-token',
    ])
  })

  test('gives a role only to jobs that may have one, and never to code of a fork', () => {
    for (const [file, { on }] of WORKFLOWS) expect([file, 'pull_request_target' in on]).toEqual([file, false])
    for (const each of Object.values(workflow('plan.yml').jobs)) {
      expect(each.if).toContain('github.event.pull_request.head.repo.full_name == github.repository')
    }
    for (const { place, job: each } of JOBS) {
      if (using(each, 'aws-actions/configure-aws-credentials') === undefined) continue
      expect([place, each.permissions['id-token']]).toEqual([place, 'write'])
    }
  })

  test('keeps no token in the checkout, puts no event text into a script, and ends in time', () => {
    const checkouts = STEPS.filter(({ step }) => step.uses?.startsWith('actions/checkout@'))
    expect(checkouts.map(({ step }) => step.with?.['persist-credentials'])).toEqual(checkouts.map(() => false))
    // An expression in a script is text that the shell runs.
    expect(STEPS.filter(({ step }) => step.run?.includes('${{'))).toEqual([])
    for (const { place, job: each } of JOBS.filter(({ job: { steps } }) => steps !== undefined)) {
      expect([place, each['runs-on'], (each['timeout-minutes'] ?? 999) <= 60]).toEqual([place, 'ubuntu-24.04', true])
    }
  })
})

describe('test', () => {
  test('runs everything on Node.js 20, 22 and 24', () => {
    expect(job('test.yml', 'test').strategy?.matrix['node']).toEqual(['20', '22', '24'])
    expect(runs(job('test.yml', 'test'))).toBe('\n\npnpm test\npnpm golden --check')
    expect(Object.keys(workflow('test.yml').on)).toContain('pull_request')
  })

  test('runs everything on every supported database', () => {
    const { strategy, services } = job('test.yml', 'databases')
    const images = (strategy?.matrix['source'] ?? []).map((source) => String(Object(source).image))
    expect(images).toEqual(['mysql:8.0', 'mysql:8.4', expect.stringMatching(/^mariadb:/)])
    expect(strategy?.matrix['postgres']).toEqual(['15', '16', '17'])
    expect(Object.values(services ?? {}).every(({ options }) => options.includes('--health-cmd'))).toBe(true)
  })
})

test('every job that synthesizes takes the catalog that the repository variable names, else the own one', () => {
  for (const each of [job('plan.yml', 'plan'), job('drift.yml', 'drift'), job('deploy-environment.yml', 'deploy')]) {
    expect(each.env?.['HOURGLASS_CATALOG']).toBe("${{ vars.HOURGLASS_CATALOG || 'packages/catalog' }}")
  }
  const check = job('test.yml', 'test').steps?.find(({ run }) => run === 'pnpm golden --check')
  expect(check).toMatchObject({
    if: "vars.HOURGLASS_CATALOG != ''",
    env: { HOURGLASS_CATALOG: '${{ vars.HOURGLASS_CATALOG }}' },
  })
})

test('plans of pull requests and the drift of each night cover every environment, with the role that reads', () => {
  for (const [each, role] of [
    [job('plan.yml', 'plan'), 'plan'],
    [job('drift.yml', 'drift'), 'drift'],
  ] as const) {
    expect(each.strategy).toMatchObject({ 'fail-fast': false, matrix: { environment: ['dev', 'staging', 'prod'] } })
    expect(runs(each)).toContain(`print-role.ts ${role} `)
    // The wrapper of setup-terraform would swallow the exit code that says whether something changes.
    expect(using(each, 'hashicorp/setup-terraform')?.with?.['terraform_wrapper']).toBe(false)
  }
  // The role of pull requests may read nothing that is deployed.
  expect(runs(job('plan.yml', 'plan'))).toContain('plan-stacks.sh cdktf.out "plan-$HOURGLASS_ENV.md" --no-refresh')
  expect(runs(job('drift.yml', 'drift'))).toContain('plan-stacks.sh cdktf.out drift.md --fail-on-changes')
  expect(workflow('drift.yml').on['schedule']).toEqual([{ cron: expect.stringMatching(/^\d+ \d+ \* \* \*$/) }])
})

test('main goes to dev, staging, prod in turn, each behind its GitHub environment and its own role', () => {
  const { jobs, concurrency, on } = workflow('deploy.yml')
  expect(Object.entries(jobs).map(([name, { needs, with: inputs }]) => [name, needs, inputs])).toEqual([
    ['test', undefined, undefined],
    ['dev', 'test', { environment: 'dev' }],
    ['staging', 'dev', { environment: 'staging' }],
    ['prod', 'staging', { environment: 'prod' }],
  ])
  // The same commit is tested first, by the workflow that pull requests run.
  expect(jobs['test']?.uses).toBe('./.github/workflows/test.yml')
  expect(Object.keys(workflow('test.yml').on)).toEqual(['pull_request', 'workflow_call'])
  expect(concurrency).toEqual({ group: 'deploy', 'cancel-in-progress': false })
  expect(on['push']).toEqual({ branches: ['main'] })
  const deploy = job('deploy-environment.yml', 'deploy')
  expect(deploy.environment).toBe('${{ inputs.environment }}')
  expect(runs(deploy)).toContain('print-role.ts deploy')
  expect(runs(deploy)).toContain('node_modules/.bin/cdktf deploy network data pipeline observability --auto-approve')
  // The cdktf command has no build for Node.js 24.
  expect(deploy.steps?.find(({ uses }) => uses === './.github/actions/setup')?.with).toEqual({ node: '22' })
})

describe('what runs with credentials', () => {
  /** Steps after the one that takes a role. */
  const withRole = JOBS.flatMap(({ place, job: each }) => {
    const at = (each.steps ?? []).findIndex(({ uses }) => uses?.startsWith('aws-actions/configure-aws-credentials@'))
    return at < 0 ? [] : (each.steps ?? []).slice(at + 1).map((step) => ({ place, step }))
  })

  test('is fetched from nowhere: no package, no script and no action that is not pinned', () => {
    expect(withRole.length).toBeGreaterThan(4)
    expect(withRole.filter(({ step }) => /\b(dlx|npx|curl|wget|pip|install|add)\b/.test(step.run ?? ''))).toEqual([])
    expect(STEPS.filter(({ step }) => /\b(dlx|npx)\b/.test(step.run ?? ''))).toEqual([])
  })

  test('is locked: the cdktf command by its lockfile, the provider by its hashes', () => {
    const deploy = job('deploy-environment.yml', 'deploy')
    expect(runs(deploy)).toContain('pnpm --dir infra/deploy install --ignore-workspace --frozen-lockfile')
    expect(runs(deploy)).toContain('infra/terraform.lock.hcl')
    expect(deploy.env).toMatchObject({ TF_CLI_ARGS_init: '-lockfile=readonly' })
    const lock = readFileSync(join(REPOSITORY, 'infra/deploy/pnpm-lock.yaml'), 'utf8')
    expect(lock).toMatch(/cdktf-cli@0\.21\.0[^\n]*:\n\s+resolution: \{integrity: sha512-/)
    expect(lock).not.toMatch(/tarball:|git\+/)
  })
})
