import { CommanderError } from 'commander'
import { expect, test } from 'vitest'
import { interruptionOf } from './interruption.ts'
import { createProgram } from './program.ts'
import { hourglassVersion } from './version.ts'

const VERBS = ['local', 'run', 'watch', 'status', 'retry', 'plan', 'cost', 'init', 'new-table', 'demo']

/** Parses a command line that must not get as far as doing anything; gives what was said and the exit code. */
async function refused(...args: string[]): Promise<{ text: string; exitCode: number }> {
  let text = ''
  const program = createProgram(() => undefined, interruptionOf(new AbortController().signal))
  for (const command of [program, ...program.commands]) {
    command.configureOutput({ writeErr: (part) => (text += part), writeOut: (part) => (text += part) })
  }
  try {
    await program.parseAsync(args, { from: 'user' })
  } catch (thrown) {
    if (thrown instanceof CommanderError) return { text, exitCode: thrown.exitCode }
    throw thrown
  }
  throw new Error('the command line was taken')
}

test('these verbs are there', () => {
  const program = createProgram(() => undefined, interruptionOf(new AbortController().signal))
  expect(program.commands.map((command) => command.name())).toEqual(VERBS)
})

test('--version prints the version of package.json', async () => {
  const { text, exitCode } = await refused('--version')
  expect([text, exitCode]).toEqual([`${hourglassVersion()}\n`, 0])
  expect(text).toMatch(/^\d+\.\d+\.\d+\n$/)
})

test.for(VERBS)('%s --help has an example and --json', async (verb) => {
  const { text, exitCode } = await refused(verb, '--help')
  expect(exitCode).toBe(0)
  expect(text).toMatch(/Examples?:\n/)
  expect(text).toContain('--json')
})

test.for([
  ['an unknown verb', ['statsu'], 'Did you mean status?'],
  ['an unknown option', ['run', '--tabel', 'answers'], 'Did you mean --table?'],
  ['a missing table', ['retry'], "required option '-t, --table <name>'"],
  ['too few rows', ['demo', '--rows', '10'], 'from 10000 to 100000000'],
  ['rows that are no number', ['demo', '--rows', '1e6'], 'from 10000 to 100000000'],
  ['rows with a sign', ['demo', '--rows=-300000'], 'from 10000 to 100000000'],
  ['an argument too many', ['watch', 'one', 'two'], 'too many arguments'],
] as const)('fails when there is %s', async ([, args, says]) => {
  const { text, exitCode } = await refused(...args)
  expect(exitCode).toBe(1) // CommanderError's own; main.ts makes it 2
  expect(text).toContain(says)
})
