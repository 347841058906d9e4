import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { fixtureApp, synthesizeFixture, SYNTH_TIMEOUT } from '../../test/fixture-app.ts'
import { type Attributes, readStack } from '../../test/stack-json.ts'

/** The resources of a type in one synthesized stack. */
type Find = (stack: string, type: string) => readonly Attributes[]

describe.each([
  { environment: 'dev', zones: 1, subnets: 2 },
  { environment: 'prod', zones: 3, subnets: 3 },
])('$environment', ({ environment, zones, subnets }) => {
  const fixture = fixtureApp()
  let find: Find

  beforeAll(async () => {
    const folder = await synthesizeFixture(fixture, environment)
    find = (stack, type) => Object.values(readStack(folder, stack).resource[type] ?? {})
  }, SYNTH_TIMEOUT)
  afterAll(() => fixture[Symbol.dispose]())

  const lengths = (found: readonly Attributes[], of: (each: Attributes) => unknown) =>
    new Set(found.map((each) => Object(of(each)).length))

  test(`pays for an interface endpoint in ${zones} of ${subnets} subnets, and for no NAT gateway`, () => {
    const paid = find('network', 'aws_vpc_endpoint').filter((each) => each['vpc_endpoint_type'] === 'Interface')
    expect(paid).toHaveLength(1)
    expect(lengths(paid, (each) => each['subnet_ids'])).toEqual(new Set([zones]))
    expect(find('network', 'aws_subnet')).toHaveLength(subnets)
    expect([...find('network', 'aws_nat_gateway'), ...find('network', 'aws_internet_gateway')]).toEqual([])
  })

  test('runs every function where an endpoint is', () => {
    const functions = [...find('pipeline', 'aws_lambda_function'), ...find('data', 'aws_lambda_function')]
    expect(lengths(functions, (each) => Object(each['vpc_config']).subnet_ids)).toEqual(new Set([zones]))
  })

  test('gives RDS the two zones that it asks for, and puts a single database beside the functions', () => {
    expect(lengths(find('data', 'aws_db_subnet_group'), (each) => each['subnet_ids'])).toEqual(new Set([subnets]))
    for (const database of find('data', 'aws_db_instance')) {
      expect(database['availability_zone']).toBe(database['multi_az'] === true ? undefined : 'eu-west-1a')
    }
  })
})
