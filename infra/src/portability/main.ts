import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { readSettings, setting } from '@hourglass/core/settings'
import { z } from 'zod'
import { REPOSITORY } from '../bundling/bundle-workers.ts'
import { synthesize } from '../synthesize.ts'
import { differencesOf } from './compare-stacks.ts'
import { copyWithCdktn, run } from './copy-repository.ts'

/**
 * `pnpm infra:cdktn`: shows that two lines switch from cdktf, which is archived, to its community fork. Copies the
 * repository, changes the two lines, installs (this needs the npm registry), type checks, synthesizes, and compares
 * the Terraform with ours. Leaves the repository as it is.
 */
const { pnpm } = readSettings({
  pnpm: setting('npm_execpath', 'the pnpm that runs this script; set by pnpm itself', z.string().min(1)),
})
const work = mkdtempSync(join(tmpdir(), 'hourglass-cdktn-'))
try {
  const copy = join(work, 'repository')
  const ours = join(work, 'ours')
  const theirs = join(work, 'theirs')
  const lines = copyWithCdktn(REPOSITORY, copy)
  process.stdout.write(`pnpm-workspace.yaml with the fork:\n${lines.map((line) => `  ${line}`).join('\n')}\n`)
  const packages = ['infra', 'workers', 'migrate'].flatMap((name) => ['--filter', `@hourglass/${name}...`])
  await run(copy, pnpm, [...packages, 'install', '--no-frozen-lockfile', '--ignore-scripts'])
  await run(copy, pnpm, ['exec', 'tsc', '--noEmit', '--project', 'tsconfig.cdktn.json'])
  await run(copy, pnpm, ['exec', 'tsx', 'infra/src/main.ts'], { HOURGLASS_ENV: 'prod', CDKTF_OUTDIR: theirs })
  await synthesize({ environment: 'prod', outdir: ours })
  const differences = differencesOf(join(ours, 'stacks'), join(theirs, 'stacks'))
  process.stdout.write(
    differences.length === 0
      ? 'the same Terraform, but for the version and the full name of the provider\n'
      : `the Terraform differs:\n${differences.map((line) => `  ${line}`).join('\n')}\n`,
  )
  if (differences.length > 0) process.exitCode = 1
} finally {
  rmSync(work, { recursive: true, force: true })
}
