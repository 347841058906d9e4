import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { stacksIn, synthesize } from '@hourglass/local/synth'
import { createAuthorizer } from '@hourglass/local-cloud/iam/authorizer'
import { checkTrust } from '@hourglass/local-cloud/iam/trust'
import { inNameOf } from '@hourglass/local-cloud/services/authorize'
import type { CloudModel } from '@hourglass/local-cloud/stack/model/model'
import { readCloud } from '@hourglass/local-cloud/stack/read-cloud'
import { resolveAll } from '@hourglass/local-cloud/stack/resolve-all'
import { expect, test } from 'vitest'
import { synthesizedOnce } from '../support/shared.ts'

/* Every reference, output and function in every stack means something: what cannot be resolved could not be run. */

const server = { host: '127.0.0.1', port: 1, username: 'any', password: 'any' }
const inputs = {
  variables: {},
  databases: { 'aws_db_instance.source': server, 'aws_db_instance.target': server },
}

/** Alerts, starts and what becomes of those that fail: a person would miss the grant only when something has failed. */
async function expectDelivered(model: CloudModel): Promise<void> {
  checkTrust(model)
  const authorizer = createAuthorizer(model, 'nobody')
  const { accountId } = model.account
  for (const rule of model.rules) {
    for (const { arn, deadLetterArn = '' } of rule.targets) {
      await authorizer.authorize(inNameOf('events.amazonaws.com', rule.arn, 'sns:Publish', arn, accountId))
      await authorizer.authorize(
        inNameOf('events.amazonaws.com', rule.arn, 'sqs:SendMessage', deadLetterArn, accountId),
      )
    }
  }
  for (const { name, target } of model.schedules) {
    const { roleArn: principal, arn, deadLetterArn } = target
    const action = arn.includes(':lambda:') ? 'lambda:InvokeFunction' : 'states:StartExecution'
    await authorizer.authorize({ principal, action, resource: arn, context: {} })
    // An alarm tells of a migration that does not run or fails; a run that cannot start waits in a queue.
    expect([name, deadLetterArn === undefined]).toEqual([name, name.endsWith('-migrate')])
    if (deadLetterArn === undefined) continue
    await authorizer.authorize({ principal, action: 'sqs:SendMessage', resource: deadLetterArn, context: {} })
  }
  expect(model.rules.length + model.schedules.length).toBeGreaterThan(1)
  expect(authorizer.undecided()).toEqual([])
}

test('in the stacks that run on this machine', async () => {
  const { problems, resolved } = resolveAll(stacksIn(await synthesizedOnce()), inputs)
  expect(problems).toEqual([])
  expect(resolved).toBeGreaterThan(50)
})

test.each(['dev', 'prod'])(
  'in every stack of %s, whose alerts and dead letters may be delivered',
  async (environment) => {
    const folder = await mkdtemp(path.join(tmpdir(), 'hourglass-references-'))
    try {
      await synthesize(folder, undefined, undefined, environment)
      const { problems, resolved, stacks } = resolveAll(stacksIn(folder), inputs)
      expect(problems).toEqual([])
      expect(stacks).toEqual(expect.arrayContaining(['data', 'network', 'observability', 'pipeline']))
      expect(resolved).toBeGreaterThan(200)
      await expectDelivered(readCloud(stacksIn(folder), inputs))
    } finally {
      await rm(folder, { recursive: true })
    }
  },
)
