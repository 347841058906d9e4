import { randomUUID } from 'node:crypto'
import type { JsonObject } from '@hourglass/local-stepfunctions/language/json'
import type { Account } from '../../stack/account.ts'
import { StackError } from '../../stack/errors.ts'
import type { EventRuleModel, EventTargetModel } from '../../stack/model/model.ts'
import { checkPattern, matchesPattern } from './event-pattern.ts'
import { targetInput } from './target-input.ts'

/** Delivers an input to what a target names, because of a rule. Rejects when it may not, or is not taken. */
export type Deliver = (target: EventTargetModel, input: string, ruleArn: string) => Promise<void>

/** Where events go, by the service in a target's ARN. */
export interface EventBusPorts {
  readonly account: Account
  readonly now: () => number
  readonly targets: Readonly<Record<string, Deliver>>
  /** Told when a target did not take its event; AWS would try again and then use the dead-letter queue. */
  readonly onUndelivered: (rule: string, targetArn: string, error: unknown) => void
}

/** EventBridge's default bus with the rules of the stacks. */
export class EventBus {
  private readonly rules: readonly EventRuleModel[]
  private readonly ports: EventBusPorts

  /** @throws StackError for a target that cannot be delivered to, EventPatternError for a pattern not supported here */
  constructor(rules: readonly EventRuleModel[], ports: EventBusPorts) {
    this.rules = rules
    this.ports = ports
    for (const rule of rules) {
      checkPattern(rule.pattern)
      for (const target of rule.targets) deliverTo(target, ports)
    }
  }

  /**
   * An execution changed its status: EventBridge's event for it, to the rules that match.
   * https://docs.aws.amazon.com/step-functions/latest/dg/eventbridge-integration.html
   */
  executionStatusChanged(detail: JsonObject): void {
    const executionArn = detail['executionArn'] ?? ''
    this.put('aws.states', 'Step Functions Execution Status Change', [executionArn as string], detail) // the engine's own ARN
  }

  private put(source: string, detailType: string, resources: string[], detail: JsonObject): void {
    const event: JsonObject = {
      version: '0',
      id: randomUUID(),
      'detail-type': detailType,
      source,
      account: this.ports.account.accountId,
      time: new Date(this.ports.now()).toISOString().replace(/\.\d+Z$/, 'Z'),
      region: this.ports.account.region,
      resources,
      detail,
    }
    for (const rule of this.rules) {
      if (!rule.enabled || !matchesPattern(rule.pattern, event)) continue
      for (const target of rule.targets) {
        deliverTo(target, this.ports)(target, targetInput(target, event), rule.arn).catch((error: unknown) =>
          this.ports.onUndelivered(rule.name, target.arn, error),
        )
      }
    }
  }
}

function deliverTo(target: EventTargetModel, ports: EventBusPorts): Deliver {
  const service = target.arn.split(':')[2] ?? ''
  const deliver = ports.targets[service]
  if (deliver !== undefined) return deliver
  throw new StackError(
    `${target.address} sends events to ${target.arn}, which is not supported here; supported: ${Object.keys(ports.targets).join(', ')}`,
  )
}
