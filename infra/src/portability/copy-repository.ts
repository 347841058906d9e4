import { execFile, execFileSync } from 'node:child_process'
import { cpSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs'
import { dirname, join } from 'node:path'
import { promisify } from 'node:util'
import { HourglassError } from '@hourglass/core/errors'

/** The switch: package name in the catalog of pnpm-workspace.yaml, and what takes its place. */
const SWITCH: readonly (readonly [RegExp, string])[] = [
  [/^ {2}cdktf: .*$/m, '  cdktf: npm:cdktn@0.24.0'],
  [/^ {2}'@cdktf\/provider-aws': .*$/m, "  '@cdktf/provider-aws': npm:@cdktn/provider-aws@25.7.0"],
  // A peer of the fork, in a range that cdktf takes as well.
  [/^ {2}constructs: .*$/m, '  constructs: 10.7.2'],
]

/** Output of one command, in bytes, at most. */
const OUTPUT_LIMIT = 16 * 1024 * 1024

/** Copies what git knows of the repository and switches it to the fork. @returns the changed lines */
export function copyWithCdktn(repository: string, copy: string): readonly string[] {
  const listed = ['ls-files', '--cached', '--others', '--exclude-standard', '-z']
  const files = execFileSync('git', listed, { cwd: repository, encoding: 'utf8', maxBuffer: OUTPUT_LIMIT })
  for (const file of files.split('\0').filter((name) => name !== '')) {
    mkdirSync(dirname(join(copy, file)), { recursive: true })
    cpSync(join(repository, file), join(copy, file), { force: true, dereference: false })
  }
  const workspace = join(copy, 'pnpm-workspace.yaml')
  const text = readFileSync(workspace, 'utf8')
  for (const [line] of SWITCH) {
    if (!line.test(text)) throw new HourglassError(`pnpm-workspace.yaml has no line like ${line.source}`)
  }
  writeFileSync(
    workspace,
    SWITCH.reduce((changed, [line, replacement]) => changed.replace(line, replacement), text),
  )
  const config = { extends: './tsconfig.json', include: ['infra/src'], exclude: ['**/*.test.ts'] }
  writeFileSync(join(copy, 'tsconfig.cdktn.json'), JSON.stringify(config))
  return SWITCH.map(([, replacement]) => replacement.trim())
}

const start = promisify(execFile)

/** Runs a pnpm command, with `env` on top of this process's environment. @throws HourglassError with what it said */
export async function run(
  folder: string,
  pnpm: string,
  args: readonly string[],
  env: Readonly<Record<string, string>> = {},
): Promise<void> {
  try {
    const assignments = Object.entries(env).map(([name, value]) => `${name}=${value}`)
    await start('env', [...assignments, process.execPath, pnpm, ...args], { cwd: folder, maxBuffer: OUTPUT_LIMIT })
  } catch (error) {
    const { stdout, stderr } = Object(error)
    throw new HourglassError(`pnpm ${args.join(' ')} failed:\n${String(stdout ?? '')}${String(stderr ?? error)}`, {
      cause: error,
    })
  }
}
