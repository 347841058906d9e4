import type { EnvironmentConfig } from './environments/config.ts'

/** One custom metric per table: how often a run left it current. Everything else is a metric that AWS gives anyway. */
export const TABLE_CURRENT_METRIC = 'TableCurrent'

export function metricNamespace(config: EnvironmentConfig): string {
  return `Hourglass/${config.name}`
}
