import { readFileSync } from 'node:fs'
import { join } from 'node:path'

export type Attributes = Readonly<Record<string, unknown>>

/** Synthesized stacks, as the checks read them. */
export interface StackJson {
  readonly name: string
  readonly resource: Readonly<Record<string, Readonly<Record<string, Attributes>>>>
  readonly data: Readonly<Record<string, Readonly<Record<string, Attributes>>>>
  readonly output: Readonly<Record<string, Attributes>>
  readonly terraform: Attributes
}

/** @param stacks the folder `<outdir>/stacks` */
export function readStack(stacks: string, name: string): StackJson {
  // Written by cdktf in the call before; its layout is what these tests are about.
  const parsed = JSON.parse(readFileSync(join(stacks, name, 'cdk.tf.json'), 'utf8')) as Partial<StackJson>
  return {
    name,
    resource: parsed.resource ?? {},
    data: parsed.data ?? {},
    output: parsed.output ?? {},
    terraform: parsed.terraform ?? {},
  }
}
