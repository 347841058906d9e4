import { existsSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { ENVIRONMENTS } from '@hourglass/contracts/environment'
import { describe, expect, test } from 'vitest'
import { z } from 'zod'
import { readWorkflows } from '../test/workflow-files.ts'
import { REPOSITORY } from './bundling/bundle-workers.ts'
import { synthSettings } from './settings.ts'

/*
 * Every command of docs/deploying.md and of the workflows exists and has the flags that are written: compared with the
 * help of the commands, recorded in golden/command-flags.json (Terraform 1.11.4, cdktf-cli 0.21.0).
 */

const known = z
  .looseObject({ flags: z.record(z.string(), z.array(z.string())) })
  .parse(JSON.parse(readFileSync(join(REPOSITORY, 'infra/golden/command-flags.json'), 'utf8'))).flags
const scripts = z
  .looseObject({ scripts: z.record(z.string(), z.string()) })
  .parse(JSON.parse(readFileSync(join(REPOSITORY, 'package.json'), 'utf8'))).scripts
const STACKS = ['bootstrap', 'network', 'data', 'pipeline', 'observability']
/** What is not of this repository, with the words that may follow. */
const OTHERS: Readonly<Record<string, RegExp>> = {
  aws: /^(stepfunctions start-execution --state-machine-arn \S+ --input .+|ec2 describe-availability-zones)$/,
  cp: /^cdktf\.out\/stacks\/network\/\.terraform\.lock\.hcl infra\/terraform\.lock\.hcl$/,
  export: /^HOURGLASS_ENV=dev$/,
  git: /^(fetch upstream|merge upstream\/main)$/,
}

/** Problems of one command line. */
function problemsOf(command: string): string[] {
  const words = command.split(/\s+/)
  while (/^[A-Z_]+=/.test(words[0] ?? '')) {
    const [name = '', value = ''] = words.shift()?.split('=') ?? []
    const setting = Object.values(synthSettings).find(({ env }) => env === name)
    if (setting === undefined) return [`${name} is not a setting`]
    if (name === 'HOURGLASS_ENV' && !ENVIRONMENTS.some((each) => each === value))
      return [`${value} is not an environment`]
  }
  const [program = '', ...rest] = words
  if (program === 'pnpm') return pnpmProblems(rest)
  if (program === 'terraform') return terraformProblems(rest)
  if (program.endsWith('/cdktf')) return flagProblems(`cdktf ${rest[0] ?? ''}`, rest.slice(1), STACKS)
  const pattern = OTHERS[program]
  if (pattern === undefined) return [`${program} is a command that is not known here`]
  return pattern.test(rest.join(' ')) ? [] : [`${program} is not used like this: ${rest.join(' ')}`]
}

function pnpmProblems(rest: readonly string[]): string[] {
  const [first = ''] = rest
  if (first === '--dir')
    return existsSync(join(REPOSITORY, rest[1] ?? '', 'pnpm-lock.yaml')) ? [] : [`${rest[1]} has no lockfile`]
  return first === 'install' || scripts[first] !== undefined ? [] : [`package.json has no script "${first}"`]
}

function terraformProblems(rest: readonly string[]): string[] {
  const [chdir = '', ...words] = rest
  const stack = /^-chdir=cdktf\.out\/stacks\/(\w+)$/.exec(chdir)?.[1]
  if (stack === undefined || !STACKS.includes(stack)) return [`"${chdir}" names no stack`]
  const length = known[`terraform ${words.slice(0, 2).join(' ')}`] === undefined ? 1 : 2
  return flagProblems(`terraform ${words.slice(0, length).join(' ')}`, words.slice(length))
}

/** @param values what may follow besides flags; absent: anything */
function flagProblems(command: string, words: readonly string[], values?: readonly string[]): string[] {
  const flags = known[command]
  if (flags === undefined) return [`there is no command "${command}"`]
  return words.flatMap((word) => {
    if (!word.startsWith('-')) return values === undefined || values.includes(word) ? [] : [`${word} is not a stack`]
    const flag = word.replace(/=.*/, '')
    return flags.includes(flag) ? [] : [`${command} has no flag ${flag}`]
  })
}

/** Commands of the shell blocks and of code in the text. */
function commandsOf(text: string): string[] {
  const blocks = [...text.matchAll(/```sh\n([\s\S]*?)```/g)].map(([, block = '']) => block)
  const lines = blocks.flatMap((block) => block.replaceAll(/\\\n\s*/g, '').split('\n'))
  const inline = [
    ...text.replaceAll(/```[\s\S]*?```/g, '').matchAll(/`((?:terraform -chdir=|pnpm |aws |git )[^`]+)`/g),
  ].map(([, command = '']) => command)
  return [...lines, ...inline]
    .flatMap((line) => line.split(' && '))
    .map((line) => line.replace(/\s*#.*$/, '').trim())
    .filter((line) => line !== '')
}

const DOCUMENT = readFileSync(join(REPOSITORY, 'docs/deploying.md'), 'utf8')

test.each(commandsOf(DOCUMENT))('docs/deploying.md: %s', (command) => {
  expect(problemsOf(command)).toEqual([])
})

test('the document holds the way from an empty account to a teardown', () => {
  const commands = commandsOf(DOCUMENT)
  expect(commands.length).toBeGreaterThan(20)
  for (const part of [
    /bootstrap apply$/,
    /providers lock/,
    /cdktf deploy/,
    /cdktf destroy/,
    /force-unlock/,
    /start-execution/,
  ]) {
    expect(commands.filter((command) => part.test(command))).not.toEqual([])
  }
})

test('the workflows use the same flags', () => {
  const runs = [...readWorkflows().values()].flatMap(({ jobs }) =>
    Object.values(jobs).flatMap(({ steps }) => (steps ?? []).flatMap(({ run }) => (run ?? '').split('\n'))),
  )
  const commands = runs.filter((line) => /^(pnpm (?!--silent)|infra\/deploy)/.test(line.trim()))
  expect(commands.length).toBeGreaterThan(5)
  expect(commands.flatMap((command) => problemsOf(command.trim()))).toEqual([])
})

describe('a command that is wrong is found', () => {
  test.each([
    ['terraform -chdir=cdktf.out/stacks/network init --migrate', /no flag --migrate/],
    ['terraform -chdir=cdktf.out/stacks/nowhere init', /names no stack/],
    ['terraform -chdir=cdktf.out/stacks/data unlock 1', /no command "terraform unlock"/],
    ['pnpm infra:deploy', /no script "infra:deploy"/],
    ['HOURGLASS_ENV=production pnpm synth', /production is not an environment/],
    ['infra/deploy/node_modules/.bin/cdktf deploy networks', /networks is not a stack/],
  ])('%s', (command, problem) => {
    expect(problemsOf(command).join()).toMatch(problem)
  })
})
