import type { JsonService } from '../../http/service.ts'
import { type Account, arnOf } from '../../stack/account.ts'
import type { Authorize } from '../authorize.ts'
import { jsonService, requiredText, ServiceError } from '../json-service.ts'
import type { LogGroups } from './log-groups.ts'

/** Events of one answer, where the request asks for no fewer. */
const PAGE = 10_000

/**
 * CloudWatch Logs: FilterLogEvents of a function's group, by time.
 * https://docs.aws.amazon.com/AmazonCloudWatchLogs/latest/APIReference/API_FilterLogEvents.html
 */
export function logsApi(groups: LogGroups, account: Account, authorize: Authorize): JsonService {
  return jsonService({
    FilterLogEvents: async (input, { principal }) => {
      const group = requiredText(input, 'logGroupName')
      const resource = arnOf(account, 'logs', `log-group:${group}`)
      await authorize({ principal, action: 'logs:FilterLogEvents', resource, context: {} })
      if (input['filterPattern'] !== undefined) {
        throw new ServiceError('InvalidParameterException', 'filterPattern is not supported here; leave it out')
      }
      const events = groups.events(group)
      if (events === undefined) {
        throw new ServiceError('ResourceNotFoundException', 'The specified log group does not exist.')
      }
      const from = numberOf(input['startTime'], 0)
      const to = numberOf(input['endTime'], Number.MAX_SAFE_INTEGER)
      const size = Math.min(numberOf(input['limit'], PAGE), PAGE)
      const start = Number(input['nextToken'] ?? 0)
      const wanted = events.filter(({ timestamp }) => timestamp >= from && timestamp <= to)
      const page = wanted.slice(start, start + size).map((event) => ({ ...event, logStreamName: '$LATEST' }))
      return { events: page, ...(start + size < wanted.length ? { nextToken: String(start + size) } : {}) }
    },
  })
}

function numberOf(value: unknown, otherwise: number): number {
  return typeof value === 'number' ? value : otherwise
}
