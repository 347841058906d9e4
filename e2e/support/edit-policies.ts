import { cp, mkdtemp, readFile, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { stacksIn } from '@hourglass/local/synth'
import { z } from 'zod'

/** One action to take out of the policy of one role. */
export interface Removal {
  /** Whose role it is: a worker or a state machine, `extract`. */
  readonly of: string
  readonly action: string
  /** Only from the statement with this Sid; default: from every one. */
  readonly statement?: string
}

const stack = z.looseObject({
  resource: z.looseObject({ aws_iam_role_policy: z.record(z.string(), z.looseObject({ policy: z.string() })) }),
})
const policy = z.looseObject({
  Statement: z.array(z.looseObject({ Sid: z.string().optional(), Action: z.array(z.string()) })),
})

/** A copy of synthesized output in which one role lacks one action. Fails when the role does not have it. */
export async function withoutAction(
  synthesized: string,
  removal: Removal,
): Promise<{ folder: string } & AsyncDisposable> {
  const folder = await mkdtemp(path.join(tmpdir(), 'hourglass-policies-'))
  await cp(synthesized, folder, { recursive: true })
  const file = path.join(stacksIn(folder), 'pipeline', 'cdk.tf.json')
  const text = stack.parse(JSON.parse(await readFile(file, 'utf8')))
  const policies = Object.entries(text.resource.aws_iam_role_policy)
  const found = policies.filter(([address]) => address.startsWith(`${removal.of}_role_policy_`))
  const removed = found.map(([, resource]) => removeFrom(resource, removal)).reduce((sum, count) => sum + count, 0)
  if (removed === 0) throw new Error(`the role of ${removal.of} has no ${removal.action} that could be removed`)
  await writeFile(file, JSON.stringify(text))
  return { folder, [Symbol.asyncDispose]: () => rm(folder, { recursive: true, force: true }) }
}

/** Returns how many statements had it. A statement that is left without an action goes. */
function removeFrom(resource: { policy: string }, { action, statement }: Removal): number {
  const document = policy.parse(JSON.parse(resource.policy))
  const chosen = document.Statement.filter(
    ({ Sid, Action }) => Action.includes(action) && (statement === undefined || Sid === statement),
  )
  for (const one of chosen) one.Action = one.Action.filter((other) => other !== action)
  document.Statement = document.Statement.filter(({ Action }) => Action.length > 0)
  resource.policy = JSON.stringify(document)
  return chosen.length
}
