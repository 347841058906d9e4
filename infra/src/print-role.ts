import { readSettings } from '@hourglass/core/settings'
import { ENVIRONMENT_CONFIGS } from './environments/environments.ts'
import { validEnvironment } from './environments/validate.ts'
import { roleArn } from './resource-names.ts'
import { synthSettings } from './settings.ts'

/**
 * Prints `arn=` and `region=` of a role that the bootstrap stack makes, for a workflow:
 * `HOURGLASS_ENV=prod tsx infra/src/print-role.ts plan`. So the accounts stand in one place, environments.ts.
 */
const role = process.argv[2]
if (role === 'plan' || role === 'drift' || role === 'deploy') {
  const config = validEnvironment(readSettings(synthSettings).environment, ENVIRONMENT_CONFIGS)
  process.stdout.write(`arn=${roleArn(config, role)}\nregion=${config.region}\n`)
} else {
  process.stderr.write('which role? usage: print-role.ts plan|drift|deploy\n')
  process.exitCode = 1
}
