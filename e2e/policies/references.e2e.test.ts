import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { stacksIn, synthesize } from '@hourglass/cli/local/synth'
import { resolveAll } from '@hourglass/local-cloud/stack/resolve-all'
import { expect, test } from 'vitest'
import { synthesizedOnce } from '../support/shared.ts'

/* Every reference, output and function in every stack means something: what cannot be resolved could not be run. */

const server = { host: '127.0.0.1', port: 1, username: 'any', password: 'any' }
const inputs = {
  variables: {},
  databases: { 'aws_db_instance.source': server, 'aws_db_instance.target': server },
}

test('in the stacks that run on this machine', async () => {
  const { problems, resolved } = resolveAll(stacksIn(await synthesizedOnce()), inputs)
  expect(problems).toEqual([])
  expect(resolved).toBeGreaterThan(50)
})

test.each(['dev', 'prod'])('in every stack of %s', async (environment) => {
  const folder = await mkdtemp(path.join(tmpdir(), 'hourglass-references-'))
  try {
    await synthesize(folder, undefined, undefined, environment)
    const { problems, resolved, stacks } = resolveAll(stacksIn(folder), inputs)
    expect(problems).toEqual([])
    expect(stacks).toEqual(expect.arrayContaining(['data', 'network', 'observability', 'pipeline']))
    expect(resolved).toBeGreaterThan(200)
  } finally {
    await rm(folder, { recursive: true })
  }
})
