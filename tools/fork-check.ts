/**
 * `pnpm fork-check`: what a team does with a fork, done for real. A clone of HEAD gets two tables of its own in the place
 * of the sample; everything must stay green, and a later version of upstream must merge without a conflict.
 * `--quick` leaves the unit tests and the demo out.
 */
import { copyFile, mkdir, mkdtemp, readdir, readFile, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { execa } from 'execa'
import pc from 'picocolors'

const ROOT = fileURLToPath(new URL('..', import.meta.url))
const FLOOR = 'packages/catalog'
const quick = process.argv.includes('--quick')
const say = (line: string) => process.stdout.write(`${line}\n`)

/** Two tables that upstream has never heard of, in a schema of their own: `<file>.txt`, so that nothing here compiles them. */
const OWN_TABLES = join(ROOT, 'tools/fork-tables')

/** Ran in `folder`; what a person would type. @throws Error with the command and the end of what it said */
async function run(folder: string, command: string, ...args: readonly string[]): Promise<string> {
  const result = await execa(command, [...args], {
    cwd: folder,
    reject: false,
    all: true,
    stdin: 'ignore',
    // A fork's own catalog is what is checked, whatever this shell has set.
    env: { HOURGLASS_CATALOG: undefined, GIT_AUTHOR_NAME: 'fork', GIT_COMMITTER_NAME: 'fork' },
  })
  if (!result.failed) return result.all
  throw new Error(`${[command, ...args].join(' ')} failed:\n${result.all.split('\n').slice(-40).join('\n')}`)
}

async function step(title: string, work: () => Promise<unknown>): Promise<void> {
  const started = performance.now()
  await work()
  say(`${pc.green('✓')} ${title} ${pc.dim(`${((performance.now() - started) / 1000).toFixed(1)} s`)}`)
}

async function clone(from: string, to: string): Promise<void> {
  await run(ROOT, 'git', 'clone', '--quiet', '--no-local', from, to)
  await run(to, 'git', 'config', 'user.email', 'fork@example.com')
  await run(to, 'git', 'config', 'user.name', 'fork')
}

async function replaceSample(fork: string): Promise<void> {
  await run(fork, 'pnpm', 'hourglass', 'init')
  await mkdir(join(fork, FLOOR, 'tables'), { recursive: true })
  for (const file of await readdir(OWN_TABLES)) {
    await copyFile(join(OWN_TABLES, file), join(fork, FLOOR, 'tables', file.replace(/\.txt$/, '')))
  }
  await run(fork, 'pnpm', 'golden')
}

/** Edits a file of the clone; fails when `change` changed nothing. */
async function edit(folder: string, file: string, change: (text: string) => string): Promise<void> {
  const path = join(folder, file)
  const before = await readFile(path, 'utf8')
  const after = change(before)
  if (after === before) throw new Error(`${file} is not as this check expects it; adapt tools/fork-check.ts`)
  await writeFile(path, after)
}

/** A later upstream: a renderer, a kind's docs, the goldens that follow, and the lockfile. */
async function moveUpstream(upstream: string): Promise<void> {
  await edit(upstream, 'packages/catalog-kit/src/render/render-docs.ts', (text) =>
    text.replace('- Primary key:', '- Key:'),
  )
  await edit(upstream, 'packages/catalog-kit/src/kinds/text.ts', (text) => `${text}// changed upstream\n`)
  await edit(upstream, 'pnpm-lock.yaml', (text) => `${text}# changed upstream\n`)
  await run(upstream, 'pnpm', 'install', '--frozen-lockfile', '--prefer-offline')
  await run(upstream, 'pnpm', 'golden')
  const changed = await run(upstream, 'git', 'diff', '--name-only')
  if (!changed.includes('examples/candidate-experience/generated/')) throw new Error('no golden changed upstream')
  if (changed.includes(`${FLOOR}/`)) throw new Error(`upstream changed ${FLOOR}, which forks edit:\n${changed}`)
  await run(upstream, 'git', 'commit', '--quiet', '-am', 'upstream moves on')
}

/** All of them, also after a failure: one run then names everything that is red. */
function unitTests(fork: string, ...filter: readonly string[]): Promise<string> {
  return run(fork, 'pnpm', 'exec', 'turbo', 'run', 'test:unit', '--concurrency=2', '--continue', ...filter)
}

async function main(scratch: string): Promise<void> {
  const fork = join(scratch, 'fork')
  const upstream = join(scratch, 'upstream')
  await step('a clone, installed', async () => {
    await clone(ROOT, fork)
    await run(fork, 'pnpm', 'install', '--frozen-lockfile', '--prefer-offline')
  })
  await step('an empty catalog: lint, types, synth', async () => {
    await run(fork, 'pnpm', 'hourglass', 'init')
    for (const command of ['typecheck', 'lint', 'synth']) await run(fork, 'pnpm', command)
  })
  if (!quick) {
    await step('an empty catalog: unit tests of workers and infrastructure, which are built with it', () =>
      unitTests(fork, '--only', '--filter=@hourglass/workers', '--filter=@hourglass/infra'),
    )
  }
  await run(fork, 'git', 'checkout', '--quiet', FLOOR)
  await run(fork, 'git', 'clean', '-fdq', FLOOR)
  await step('the sample replaced by two tables of another schema', () => replaceSample(fork))
  await step('golden', () => run(fork, 'pnpm', 'golden', '--check'))
  await step('types', () => run(fork, 'pnpm', 'typecheck'))
  await step('lint', () => run(fork, 'pnpm', 'lint'))
  await step('synth', () => run(fork, 'pnpm', 'synth'))
  if (!quick) {
    await step('unit tests', () => unitTests(fork))
    await step('demo', () => run(fork, 'pnpm', 'demo', '--rows', '10000'))
  }
  await step('the fork is committed', async () => {
    await run(fork, 'git', 'add', '--all', FLOOR)
    await run(fork, 'git', 'commit', '--quiet', '-m', 'our tables')
    const dirty = await run(fork, 'git', 'status', '--porcelain')
    if (dirty.trim() !== '') throw new Error(`a fork's own tables changed files outside ${FLOOR}:\n${dirty}`)
  })
  await step('upstream changes a renderer, a kind, goldens and the lockfile', async () => {
    await clone(ROOT, upstream)
    await moveUpstream(upstream)
  })
  await step('git merge upstream/main: no conflict', async () => {
    await run(fork, 'git', 'remote', 'add', 'upstream', upstream)
    await run(fork, 'git', 'fetch', '--quiet', 'upstream')
    await run(fork, 'git', 'merge', '--quiet', '--no-edit', 'FETCH_HEAD')
  })
  await step('golden brings the fork up to date, and types hold', async () => {
    await run(fork, 'pnpm', 'install', '--frozen-lockfile', '--prefer-offline')
    await run(fork, 'pnpm', 'golden')
    await run(fork, 'pnpm', 'golden', '--check')
    await run(fork, 'pnpm', 'typecheck')
  })
}

const scratch = await mkdtemp(join(tmpdir(), 'hourglass-fork-'))
try {
  await main(scratch)
  say(pc.green('a fork stays green'))
} catch (thrown) {
  process.stderr.write(`${pc.red('✗')} ${thrown instanceof Error ? thrown.message : String(thrown)}\n`)
  process.exitCode = 1
} finally {
  await rm(scratch, { recursive: true, force: true })
}
