import { join } from 'node:path'
import { execa } from 'execa'
import { glob } from 'tinyglobby'
import { z } from 'zod'
import { SERVER_SUFFIXES } from '../vitest.shared.ts'

export const SCRIPTS = ['test:unit', 'test:db'] as const
export type TestScript = (typeof SCRIPTS)[number]

/** Which tests a package has. */
export interface PackageTests {
  readonly name: string
  /** Relative to the repository. */
  readonly folder: string
  /** Number of test files that each script is expected to run. */
  readonly files: Readonly<Record<TestScript, number>>
  /** Test files that nothing would run, because the package lacks the script. */
  readonly orphans: readonly TestScript[]
}

const DryRun = z.object({
  tasks: z.array(z.object({ package: z.string(), directory: z.string(), task: z.enum(SCRIPTS), command: z.string() })),
})
const NO_SCRIPT = '<NONEXISTENT>'
const IGNORED = ['**/node_modules/**', '**/dist/**', '**/cdktf.out/**']
const endingIn = (suffixes: readonly string[]) => new RegExp(`\\.(?:${suffixes.join('|')})\\.test\\.ts$`)
const SERVER_TEST = endingIn(SERVER_SUFFIXES)

/** Tests that read a source. */
export const SOURCE_SUFFIXES = ['mysql', 'e2e']
const SOURCE_TEST = endingIn(SOURCE_SUFFIXES)

/**
 * Asks turbo for the packages of the repository at `root`, and looks into each for test files: all of them, or those that
 * read a source, where packages without one are left out.
 */
export async function planTests(root: string, which: 'all' | 'source' = 'all'): Promise<PackageTests[]> {
  const { stdout } = await execa('turbo', ['run', ...SCRIPTS, '--dry=json'], { cwd: root, preferLocal: true })
  const { tasks } = DryRun.parse(JSON.parse(stdout))
  const packages = new Map(tasks.map((task) => [task.package, task.directory]))
  const planned = [...packages].map(async ([name, folder]) => {
    const found = await glob('**/*.test.ts', { cwd: join(root, folder), ignore: IGNORED })
    const files = countTests(which === 'all' ? found : found.filter((file) => SOURCE_TEST.test(file)))
    const hasScript = (script: TestScript) =>
      tasks.some((task) => task.package === name && task.task === script && task.command !== NO_SCRIPT)
    return { name, folder, files, orphans: SCRIPTS.filter((script) => files[script] > 0 && !hasScript(script)) }
  })
  const wanted = (await Promise.all(planned)).filter(({ files }) => which === 'all' || files['test:db'] > 0)
  return wanted.sort((a, b) => a.folder.localeCompare(b.folder))
}

/** Sorts test files by the script that runs them. */
export function countTests(files: readonly string[]): Record<TestScript, number> {
  const db = files.filter((file) => SERVER_TEST.test(file)).length
  return { 'test:unit': files.length - db, 'test:db': db }
}
