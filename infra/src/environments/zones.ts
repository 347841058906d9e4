import type { EnvironmentConfig } from './config.ts'

/** A DB subnet group covers at least two zones (RDS user guide, "Working with a DB instance in a VPC"). */
export const FEWEST_WITH_SUBNETS = 2

/** Availability zones with a subnet, those in use first: as many of `network.zoneLetters` as are needed. */
export function zonesOf({ region, network }: EnvironmentConfig): readonly [string, ...string[]] {
  const [first = 'a', ...others] = network.zoneLetters.slice(0, Math.max(network.zones, FEWEST_WITH_SUBNETS))
  return [`${region}${first}`, ...others.map((letter) => `${region}${letter}`)]
}
