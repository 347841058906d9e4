import { expect, test } from 'vitest'
import { resolveAll } from './resolve-all.ts'
import { SAMPLE_INPUTS, SAMPLE_STACKS } from './testing/sample-stacks.ts'
import { temporaryFolder, writeStacks } from './testing/write-stacks.ts'

test('every reference of the sample stacks resolves, those between stacks too', async () => {
  const folder = await temporaryFolder()
  await writeStacks(folder, SAMPLE_STACKS)
  const { resolved, stacks, problems } = resolveAll(folder, SAMPLE_INPUTS)
  expect(problems).toEqual([])
  expect(stacks).toEqual(['storage', 'work'])
  expect(resolved).toBeGreaterThan(20)
})

test('what does not resolve is told with its place: references, functions, other stacks, in resources nobody runs too', async () => {
  const folder = await temporaryFolder()
  const there = 'data.terraform_remote_state.cross-stack-reference-input-first.outputs'
  await writeStacks(folder, {
    first: { output: { good: { value: 'x' }, bad: { value: '${aws_vpc.none.id}' } } },
    second: {
      data: { terraform_remote_state: { 'cross-stack-reference-input-first': { config: { path: '${path.other}' } } } },
      locals: { shout: '${upper("a")}', draw: '${uuid()}' },
      resource: {
        aws_route_table: {
          t: { vpc_id: '${aws_vpc.v.cidr_x}', tags: { plain: '$${not.a.reference}', good: `\${${there}.good}` } },
        },
        aws_vpc: { v: { tags: { none: `\${${there}.none}` } } },
      },
    },
  })
  expect(resolveAll(folder, SAMPLE_INPUTS).problems).toEqual([
    expect.stringMatching(/^first\/output\.bad: stack "first" has no aws_vpc\.none/),
    expect.stringMatching(/^second\/aws_route_table\.t\.vpc_id: .*the attribute "cidr_x" is not known here/),
    expect.stringMatching(/^second\/aws_vpc\.v\.tags: .*stack "first" has no output "none"/),
    expect.stringMatching(/^second\/local\.draw: .*the Terraform function "uuid" is not supported here/),
  ])
})
