import { asBlocks, asTexts } from '../rules/blocks.ts'
import type { Block } from '../rules/rule.ts'
import type { StackScope } from '../stack-scope.ts'
import type { PolicyModel, RoleModel } from './model.ts'
import { resourceOf, textOf } from './read-arguments.ts'

/** Every role with its inline policies and the attached ones that a stack defines. */
export function readRoles(scope: StackScope): readonly RoleModel[] {
  return scope.blocksOfType('aws_iam_role').map((block) => {
    const role = resourceOf(block, 'name')
    const attached = attachedArns(block, role, scope)
    const own = scope.blocksOfType('aws_iam_policy')
    const ownArns = new Set(own.map((policy) => policy.attributeText('arn')))
    return {
      ...role,
      trustPolicy: block.text('assume_role_policy'),
      policies: [
        ...inlineBlocks(block),
        ...scope
          .blocksOfType('aws_iam_role_policy')
          .filter((policy) => isRole(policy.text('role'), role))
          .map(toPolicy),
        ...own.filter((policy) => attached.includes(policy.attributeText('arn'))).map(toPolicy),
      ],
      awsManagedPolicyArns: attached.filter((arn) => !ownArns.has(arn)),
    }
  })
}

function isRole(named: string, role: { name: string; arn: string }): boolean {
  return named === role.name || named === role.arn
}

function inlineBlocks(block: Block): readonly PolicyModel[] {
  return asBlocks(block.argument('inline_policy')).map((inline) => ({
    name: textOf(inline['name']) ?? 'inline',
    document: textOf(inline['policy']) ?? '{}',
  }))
}

function toPolicy(block: Block): PolicyModel {
  return { name: block.attributeText('name'), document: block.text('policy') }
}

function attachedArns(block: Block, role: { name: string; arn: string }, scope: StackScope): readonly string[] {
  const attachments = scope
    .blocksOfType('aws_iam_role_policy_attachment')
    .filter((found) => isRole(found.text('role'), role))
  return [...attachments.map((found) => found.text('policy_arn')), ...asTexts(block.argument('managed_policy_arns'))]
}
