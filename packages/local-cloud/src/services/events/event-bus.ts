import { randomUUID } from 'node:crypto'
import type { Json, JsonObject } from '@hourglass/local-stepfunctions/language/json'
import type { Account } from '../../stack/account.ts'
import { StackError } from '../../stack/errors.ts'
import type { EventRuleModel, EventTargetModel } from '../../stack/model/model.ts'
import { type Deliveries, failureAttributes, type Undelivered } from '../delivery.ts'
import type { SendParcel } from '../destinations.ts'
import { checkPattern, matchesPattern } from './event-pattern.ts'
import { targetInput } from './target-input.ts'

/** Delivers an input to what a target names, because of a rule. Rejects when it may not, or is not taken. */
export type Deliver = (target: EventTargetModel, input: string, ruleArn: string) => Promise<void>

/** Where events go, by the service in a target's ARN. */
export interface EventBusPorts {
  readonly account: Account
  readonly now: () => number
  readonly targets: Readonly<Record<string, Deliver>>
  readonly deliveries: Deliveries
  /** Puts what could not be delivered into a dead-letter queue. */
  readonly send: SendParcel
  /** Told of an event that is lost: it could not be delivered, and no dead-letter queue took it. */
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

  /** Takes an event and gives it to the targets of the rules that match. */
  put(source: string, detailType: string, resources: readonly string[], detail: Json): void {
    const event: JsonObject = {
      version: '0',
      id: randomUUID(),
      'detail-type': detailType,
      source,
      account: this.ports.account.accountId,
      time: new Date(this.ports.now()).toISOString().replace(/\.\d+Z$/, 'Z'),
      region: this.ports.account.region,
      resources: [...resources],
      detail,
    }
    for (const rule of this.rules) {
      if (!rule.enabled || !matchesPattern(rule.pattern, event)) continue
      for (const target of rule.targets) void this.deliver(rule, target, event)
    }
  }

  private async deliver(rule: EventRuleModel, target: EventTargetModel, event: JsonObject): Promise<void> {
    const input = targetInput(target, event)
    const attempt = (): Promise<void> => deliverTo(target, this.ports)(target, input, rule.arn)
    const undelivered = await this.ports.deliveries.deliver(attempt, target.retry)
    if (undelivered === undefined) return
    if (target.deadLetterArn === undefined) this.ports.onUndelivered(rule.name, target.arn, undelivered.error)
    else await this.bury(rule, { ...target, deadLetterArn: target.deadLetterArn }, event, undelivered)
  }

  /** https://docs.aws.amazon.com/eventbridge/latest/userguide/eb-rule-dlq.html */
  private async bury(
    rule: EventRuleModel,
    target: EventTargetModel & { readonly deadLetterArn: string },
    event: JsonObject,
    undelivered: Undelivered,
  ): Promise<void> {
    const { account, send, onUndelivered } = this.ports
    try {
      await send({
        targetArn: target.deadLetterArn,
        body: JSON.stringify(event),
        attributes: { RULE_ARN: rule.arn, TARGET_ARN: target.arn, ...failureAttributes(undelivered) },
        principal: 'events.amazonaws.com',
        context: { 'aws:SourceArn': rule.arn, 'aws:SourceAccount': account.accountId },
        event: { source: 'aws.events', detailType: 'Undelivered Event', resources: [rule.arn] },
      })
    } catch (error) {
      onUndelivered(rule.name, target.arn, undelivered.error)
      onUndelivered(rule.name, target.deadLetterArn, error)
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
