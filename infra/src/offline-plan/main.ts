import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { HourglassError } from '@hourglass/core/errors'
import { readSettings } from '@hourglass/core/settings'
import { synthSettings } from '../settings.ts'
import { synthesize } from '../synthesize.ts'
import { planReport } from './plan-report.ts'
import { planStacks } from './plan-stacks.ts'
import { NO_TERRAFORM, terraformVersion } from './terraform.ts'

/** `pnpm infra:plan`: `terraform validate` and `plan` of HOURGLASS_ENV, without network or account. */
async function main(): Promise<void> {
  const version = await terraformVersion()
  if (version === undefined) {
    process.stdout.write(`${NO_TERRAFORM}\n`)
    return
  }
  const { environment, catalog } = readSettings(synthSettings)
  const outdir = mkdtempSync(join(tmpdir(), 'hourglass-offline-plan-'))
  try {
    await synthesize({ environment, catalog, outdir })
    const report = planReport(environment, await planStacks(join(outdir, 'stacks')))
    process.stdout.write(`Terraform ${version}, environment "${environment}", nothing applied yet\n${report.text}`)
    if (!report.ok) process.exitCode = 1
  } finally {
    rmSync(outdir, { recursive: true, force: true })
  }
}

try {
  await main()
} catch (error) {
  if (!(error instanceof HourglassError)) throw error
  process.stderr.write(`${error.message}\n`)
  process.exitCode = 1
}
