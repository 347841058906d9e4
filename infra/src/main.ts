import { HourglassError } from '@hourglass/core/errors'
import { readSettings } from '@hourglass/core/settings'
import { synthSettings } from './settings.ts'
import { synthesize } from './synthesize.ts'

/** `pnpm synth`: writes the Terraform of HOURGLASS_ENV (default dev) to CDKTF_OUTDIR (default cdktf.out). */
try {
  const { environment, catalog, outdir, bootstrapState } = readSettings(synthSettings)
  await synthesize({ environment, catalog, outdir, bootstrapState })
  process.stdout.write(`Terraform of "${environment}" is in ${outdir}\n`)
} catch (error) {
  if (!(error instanceof HourglassError)) throw error
  process.stderr.write(`${error.message}\n`)
  process.exitCode = 1
}
