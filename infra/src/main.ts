import { HourglassError } from '@hourglass/core/errors'
import { readSettings } from '@hourglass/core/settings'
import { synthSettings } from './settings.ts'
import { synthesize } from './synthesize.ts'

/**
 * `pnpm synth`: writes the Terraform of HOURGLASS_ENV (default dev) to CDKTF_OUTDIR (default cdktf.out).
 * With `--times` it also says when each phase ended, from the start of the process, and the most memory it had.
 */
const times: string[] = []
const seconds = () => (performance.now() / 1000).toFixed(2)
try {
  const { environment, catalog, outdir, bootstrapState } = readSettings(synthSettings)
  times.push(`started ${seconds()}`)
  await synthesize({
    environment,
    catalog,
    outdir,
    bootstrapState,
    onPhase: (phase) => times.push(`${phase} ${seconds()}`),
  })
  process.stdout.write(`Terraform of "${environment}" is in ${outdir}\n`)
  if (process.argv.includes('--times')) {
    const megabytes = Math.round(process.resourceUsage().maxRSS / 1024)
    process.stdout.write(`seconds since the process began: ${times.join(', ')}; at most ${megabytes} MB\n`)
  }
} catch (error) {
  if (!(error instanceof HourglassError)) throw error
  process.stderr.write(`${error.message}\n`)
  process.exitCode = 1
}
