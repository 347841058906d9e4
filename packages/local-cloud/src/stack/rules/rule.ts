import type { Json } from '@hourglass/local-stepfunctions/language/json'
import type { Account } from '../account.ts'

/** One resource or data source while it is being resolved. */
export interface Block {
  /** `aws_s3_bucket.data`, `data.aws_region.current`. */
  readonly address: string
  /** `<stack>/<address>`: unique over all stacks, the seed of names that AWS would draw at random. */
  readonly id: string
  readonly account: Account
  /** An argument of the block, resolved; undefined when it is absent or null. */
  argument(name: string): Json | undefined
  /** An argument that must be there, as text. @throws StackError */
  text(name: string): string
  /** An argument or a computed attribute. @throws StackError when the type has no such attribute here */
  attribute(name: string): Json
  /** A computed attribute as text. @throws StackError */
  attributeText(name: string): string
}

/** What AWS computes for a resource. Arguments need no rule: they are attributes too. */
export interface Rule {
  readonly type: string
  readonly attributes: Readonly<Record<string, (block: Block) => Json>>
}
