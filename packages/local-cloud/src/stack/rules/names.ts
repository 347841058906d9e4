import { stableId } from '../account.ts'
import type { Block } from './rule.ts'

/** The name argument, or one made from the prefix argument, or one Terraform would draw. */
export function nameOf(block: Block, argument = 'name', prefixArgument = `${argument}_prefix`): string {
  const given = block.argument(argument)
  if (typeof given === 'string' && given !== '') return given
  const prefix = block.argument(prefixArgument)
  return `${typeof prefix === 'string' ? prefix : 'terraform-'}${stableId(block.id, 20)}`
}
