import type { EnvironmentConfig } from './config.ts'

const LETTERS = ['b', 'c']
/** A DB subnet group covers at least two zones (RDS user guide, "Working with a DB instance in a VPC"). */
const FEWEST_WITH_SUBNETS = 2

/** Availability zones with a subnet, those in use first. */
export function zonesOf({ region, network }: EnvironmentConfig): readonly [string, ...string[]] {
  const others = LETTERS.slice(0, Math.max(network.zones, FEWEST_WITH_SUBNETS) - 1)
  return [`${region}a`, ...others.map((letter) => `${region}${letter}`)]
}
