import { WORKER_NAMES } from '@hourglass/contracts/workers'
import { EnvironmentConfigError } from '../errors.ts'
import { cidrsOverlap } from './cidr.ts'
import { readSchedule } from './schedule-expression.ts'
import { FEWEST_WITH_SUBNETS } from './zones.ts'
import { type EnvironmentConfig, environmentConfig, type InstanceConfig } from './config.ts'

/** Share of a server's connections that Hourglass may plan with; the rest belongs to the application and to people. */
const BUDGET_SHARE = 0.8
/** Lambda keeps this much of the account for functions without a reservation. */
const LOWEST_ACCOUNT_CONCURRENCY_LEFT = 100
/** The function that a deploy runs reserves one. */
const MIGRATE_CONCURRENCY = 1
/** Lambda's regional default. A larger quota is asked for, not assumed. */
const ACCOUNT_CONCURRENCY = 1000

/**
 * The configuration of environment `name`.
 *
 * All environments are checked, not only the one asked for: a change that breaks another one fails here and now.
 * @throws EnvironmentConfigError naming every problem.
 */
export function validEnvironment(name: string, configs: readonly unknown[]): EnvironmentConfig {
  const problems: string[] = []
  const parsed: EnvironmentConfig[] = []
  for (const [index, config] of configs.entries()) {
    const result = environmentConfig.safeParse(config)
    const label = nameOf(config) ?? `number ${index + 1}`
    if (result.success) {
      parsed.push(result.data)
      problems.push(...crossFieldProblems(result.data).map((problem) => `${label}: ${problem}`))
    } else {
      problems.push(...result.error.issues.map((issue) => `${label}: ${issue.path.join('.')} ${issue.message}`))
    }
  }
  problems.push(...betweenProblems(parsed))
  const names = configs.map(nameOf).filter((found) => found !== undefined)
  if (!names.includes(name)) problems.push(`there is no environment "${name}"; there are: ${names.join(', ')}`)
  const found = parsed.find((config) => config.name === name)
  if (problems.length > 0 || found === undefined) throw new EnvironmentConfigError(problems)
  return found
}

function crossFieldProblems(config: EnvironmentConfig): string[] {
  const { network, concurrency, source, target } = config
  const problems: string[] = []
  for (const connected of network.connected) {
    if (cidrsOverlap(network.cidr, connected)) problems.push(`network ${network.cidr} overlaps connected ${connected}`)
  }
  const spread = [...(source.kind === 'managed' ? [source.instance] : []), target.instance].some((one) => one.multiZone)
  if (spread && network.zones === 1) {
    problems.push('a database is in two zones, but workers in one: network.zones must be 2 or 3, or they fail together')
  }
  for (const worker of WORKER_NAMES) {
    const reserved = concurrency.reserved[worker]
    if (reserved > concurrency.connectionBudget) {
      problems.push(
        `concurrency.reserved.${worker} is ${reserved}, above the connection budget of ${concurrency.connectionBudget}`,
      )
    }
  }
  const reserved = WORKER_NAMES.reduce((sum, worker) => sum + concurrency.reserved[worker], MIGRATE_CONCURRENCY)
  const most = ACCOUNT_CONCURRENCY - LOWEST_ACCOUNT_CONCURRENCY_LEFT
  if (reserved > most) {
    problems.push(
      `concurrency.reserved adds up to ${reserved}; of an account's ${ACCOUNT_CONCURRENCY} at most ${most} can be`,
    )
  }
  const sourceConnections = source.kind === 'managed' ? source.instance.maxConnections : source.maxConnections
  problems.push(...budgetProblems('source', sourceConnections, concurrency.connectionBudget))
  problems.push(...budgetProblems('target', target.instance.maxConnections, concurrency.connectionBudget))
  if (source.kind === 'managed') problems.push(...storageProblems('source', source.instance))
  problems.push(...storageProblems('target', target.instance))
  const letters = new Set(network.zoneLetters)
  const needed = Math.max(network.zones, FEWEST_WITH_SUBNETS)
  if (letters.size !== network.zoneLetters.length || letters.size < needed) {
    problems.push(`network.zoneLetters is ${network.zoneLetters.join(', ')}; ${needed} different letters are needed`)
  }
  problems.push(...scheduleProblems(config))
  if (config.tls === 'off' && config.name !== 'local')
    problems.push('tls is off; only the local environment may do that')
  return problems
}

/** A table cannot be fresher than the schedule makes it: its alarm would be red at all times. */
function scheduleProblems({ schedule, alarms }: EnvironmentConfig): string[] {
  const read = readSchedule(schedule.expression)
  if (typeof read === 'string' || !schedule.enabled || read.longestGapHours < alarms.staleAfterHours) return []
  const { longestGapHours: gap } = read
  return [
    gap >= 168
      ? `schedule.expression leaves ${gap} hours without a run; alarms look back at most 168, so run more often`
      : `alarms.staleAfterHours is ${alarms.staleAfterHours}, but ${gap} hours pass between two runs; it must be above`,
  ]
}

function budgetProblems(side: string, maxConnections: number, budget: number): string[] {
  const most = Math.floor(maxConnections * BUDGET_SHARE)
  return budget <= most
    ? []
    : [`concurrency.connectionBudget is ${budget}; the ${side} has ${maxConnections} connections, so at most ${most}`]
}

function storageProblems(side: string, instance: InstanceConfig): string[] {
  return instance.maxStorageGb > instance.storageGb
    ? []
    : [`${side}.instance.maxStorageGb (${instance.maxStorageGb}) must be above storageGb (${instance.storageGb})`]
}

function betweenProblems(configs: readonly EnvironmentConfig[]): string[] {
  const problems: string[] = []
  for (const [index, first] of configs.entries()) {
    for (const second of configs.slice(index + 1)) {
      if (first.name === second.name) problems.push(`environment "${first.name}" is given twice`)
      if (cidrsOverlap(first.network.cidr, second.network.cidr)) {
        problems.push(`${first.name} ${first.network.cidr} overlaps ${second.name} ${second.network.cidr}`)
      }
    }
  }
  return problems
}

function nameOf(config: unknown): string | undefined {
  if (typeof config !== 'object' || config === null || !('name' in config)) return undefined
  return typeof config.name === 'string' ? config.name : undefined
}
