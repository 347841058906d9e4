import { execFile } from 'node:child_process'
import { promisify } from 'node:util'
import { readSettings, setting } from '@hourglass/core/settings'
import { z } from 'zod'

const run = promisify(execFile)
/** Largest output of one command, in bytes. */
const OUTPUT_LIMIT = 64 * 1024 * 1024

export interface CommandResult {
  readonly ok: boolean
  readonly output: string
}

const shellSettings = {
  path: setting('PATH', 'where terraform is looked for', z.string().default('')),
  home: setting('HOME', 'the home folder, which terraform asks for', z.string().default('/')),
} as const

/** Said instead of a plan where it cannot be made. */
export const NO_TERRAFORM =
  'offline plan skipped: there is no terraform on the PATH (1.10 or newer; it needs no account and no network)'

/** Version of the `terraform` on the PATH, or nothing when there is none. */
export async function terraformVersion(): Promise<string | undefined> {
  try {
    const { stdout } = await run('terraform', ['version', '-json'], { env: environment('') })
    const parsed: { terraform_version?: string } = JSON.parse(stdout)
    return parsed.terraform_version
  } catch {
    return undefined
  }
}

/** Runs terraform in a folder against the provider that `reattach` names. Never asks, never installs. */
export async function terraform(folder: string, reattach: string, args: readonly string[]): Promise<CommandResult> {
  try {
    const { stdout } = await run('terraform', [...args], {
      cwd: folder,
      env: environment(reattach),
      maxBuffer: OUTPUT_LIMIT,
    })
    return { ok: true, output: stdout }
  } catch (error) {
    return { ok: false, output: outputOf(error) }
  }
}

/** No credentials, no CLI configuration of the user, no call home. */
function environment(reattach: string): Record<string, string> {
  const { path, home } = readSettings(shellSettings)
  return {
    PATH: path,
    HOME: home,
    CHECKPOINT_DISABLE: '1',
    TF_IN_AUTOMATION: '1',
    TF_INPUT: '0',
    TF_CLI_CONFIG_FILE: '/dev/null',
    TF_REATTACH_PROVIDERS: reattach,
  }
}

function outputOf(error: unknown): string {
  const { stdout, stderr } = Object(error)
  return `${String(stdout ?? '')}${String(stderr ?? error)}`.trim()
}
