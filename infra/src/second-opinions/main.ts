import { mkdirSync, mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { HourglassError } from '@hourglass/core/errors'
import { readSettings } from '@hourglass/core/settings'
import { ENVIRONMENT_CONFIGS } from '../environments/environments.ts'
import { validEnvironment } from '../environments/validate.ts'
import { readResources } from '../policy/resource.ts'
import { synthSettings } from '../settings.ts'
import { synthesize } from '../synthesize.ts'
import { applyOnMoto } from './apply-on-moto.ts'
import { readCheckov } from './checkov.ts'
import { missingCalls } from './missing-calls.ts'
import { startMoto } from './moto.ts'
import { findProvider, mirrorConfig, type RealProvider } from './real-provider.ts'
import { findTool, runTool } from './run-tool.ts'
import { copyStacks, NOT_ON_MOTO } from './stack-copy.ts'

/*
 * `pnpm infra:check`: what others say about the stacks of HOURGLASS_ENV, where they are on this machine: a real AWS
 * provider, moto and Checkov. Nothing here needs them; what is not there is skipped, by name.
 */

/** Where the provider that is validated with may differ from the one that is deployed with (its changelogs). */
const VERSION_DIFFERENCES = [
  '6.0: every resource has an argument "region"; unset here, so the same in both',
  '6.23: tags of buckets by s3:TagResource and s3:ListTagsForResource, which are in the rights table and not recorded here',
]

const print = (line: string): void => void process.stdout.write(`${line}\n`)
const skip = (what: string, why: string): void => print(`skipped: ${what}: ${why}`)

async function main(work: string): Promise<boolean> {
  const { environment, catalog } = readSettings(synthSettings)
  const config = validEnvironment(environment, ENVIRONMENT_CONFIGS)
  const outdir = join(work, 'cdktf.out')
  await synthesize({ environment, catalog, outdir })
  const stacks = join(outdir, 'stacks')
  print(`second opinions on "${environment}"`)

  let ok = true
  const terraform = findTool('terraform')
  const provider = findProvider()
  if (terraform === undefined) skip('validate and moto', 'no terraform on the PATH')
  else if (provider === undefined)
    skip('validate and moto', 'no AWS provider in a plugin folder; name one with HOURGLASS_TERRAFORM_PLUGINS')
  else {
    const rc = mirrorConfig(work, provider)
    ok = (await validate(terraform, provider, stacks, join(work, 'validate'), rc)) && ok
    const server = findTool('moto_server')
    if (server === undefined)
      skip('apply on moto, recorded calls', 'no moto_server on the PATH (pip install "moto[server]")')
    else {
      await using moto = await startMoto(server)
      const copy = join(work, 'moto')
      const states = join(work, 'states')
      mkdirSync(states)
      copyStacks(stacks, copy, provider.version, { ...moto, states })
      const result = await applyOnMoto(terraform, copy, rc)
      for (const line of result.lines) print(`moto: ${line}`)
      print(`moto: left out, because it cannot make them: ${NOT_ON_MOTO.join(', ')}`)
      const missing = missingCalls(config, readResources(stacks), result.recorded)
      print(`recorded: ${result.recorded.length} kinds of calls, ${missing.length} of them not in the rights table`)
      for (const one of missing) print(`  ${one}`)
      ok = ok && result.ok && missing.length === 0 && result.recorded.length > 100
    }
  }
  const checkov = findTool('checkov')
  if (checkov === undefined) skip('Checkov', 'no checkov on the PATH (pip install checkov)')
  else {
    const args = ['-d', stacks, '--framework', 'terraform_json', '--compact', '--quiet', '-o', 'json', '--soft-fail']
    const result = await runTool(checkov, args, work)
    const read = readCheckov(result.output)
    print(`Checkov: ${read.text}`)
    ok = ok && read.ok
  }
  return ok
}

async function validate(
  terraform: string,
  provider: RealProvider,
  stacks: string,
  copy: string,
  rc: string,
): Promise<boolean> {
  const names = copyStacks(stacks, copy, provider.version)
  const failed: string[] = []
  for (const stack of names) {
    const folder = join(copy, stack)
    const env = { TF_CLI_CONFIG_FILE: rc }
    const made = await runTool(terraform, ['init', '-backend=false', '-no-color'], folder, env)
    const result = made.code === 0 ? await runTool(terraform, ['validate', '-no-color'], folder, env) : made
    if (result.code !== 0) failed.push(`  ${stack}: ${result.output.slice(0, 2000)}`)
  }
  print(`validate: provider ${provider.version}: ${names.length - failed.length} of ${names.length} stacks are valid`)
  for (const line of failed) print(line)
  for (const line of VERSION_DIFFERENCES) print(`  deployed with a newer one, ${line}`)
  return failed.length === 0
}

const work = mkdtempSync(join(tmpdir(), 'hourglass-second-opinions-'))
try {
  if (!(await main(work))) process.exitCode = 1
} catch (error) {
  if (!(error instanceof HourglassError)) throw error
  process.stderr.write(`${error.message}\n`)
  process.exitCode = 1
} finally {
  rmSync(work, { recursive: true, force: true })
}
