import type { Json } from '@hourglass/local-stepfunctions/language/json'
import type { Account } from './account.ts'
import type { CloudInputs } from './inputs.ts'
import { asBlocks, asTexts } from './rules/blocks.ts'
import type { StackFile } from './stack-file.ts'

/** The account that the stacks are for: as given, else as their AWS provider says. */
export function accountOf(files: readonly StackFile[], given: CloudInputs): Account {
  const providers = files.flatMap(({ providers: { aws } }) => asBlocks(aws))
  const first = (values: readonly (Json | undefined)[]): string | undefined =>
    values.find((value): value is string => typeof value === 'string' && !value.includes('${'))
  return {
    region: given.region ?? first(providers.map(({ region }) => region)) ?? 'us-east-1',
    accountId:
      given.accountId ?? first(providers.flatMap(({ allowed_account_ids: ids }) => asTexts(ids))) ?? '000000000000',
  }
}
