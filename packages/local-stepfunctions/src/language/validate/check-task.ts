import { isObject, type JsonObject } from '../json.ts'
import { isRecognizedResource } from '../task-resources.ts'
import type { FlowFacts } from './check-flow.ts'
import { isExpression } from './check-simple.ts'
import { checkTaskParameters } from './check-task-parameters.ts'

const MOST_SECONDS = '99999999'

/** Checks a Task state's own fields. */
export function checkTask(state: JsonObject, at: string, facts: FlowFacts): void {
  const { problems } = facts.machine
  const { Resource, Credentials } = state
  if (typeof Resource !== 'string') problems.schema("The field 'Resource' is required but was missing", at)
  else checkResource(Resource, `${at}/Resource`, facts)
  checkTaskParameters(state, at, facts)
  if (
    Credentials !== undefined &&
    isObject(Credentials) &&
    Credentials['RoleArn'] === undefined &&
    Credentials['RoleArn.$'] === undefined
  ) {
    problems.schema("The field 'RoleArn' is required but was missing", `${at}/Credentials`)
  }
  for (const field of ['TimeoutSeconds', 'HeartbeatSeconds']) {
    const value = state[field]
    problems.onlyOne(state, [field, `${field}Path`], at)
    if (typeof value === 'number' && Number.isInteger(value))
      problems.bounds(value, '1', MOST_SECONDS, `${at}/${field}`)
    else if (value !== undefined && !(facts.language === 'JSONata' && isExpression(value)))
      problems.schema('Expected value of type Integer', `${at}/${field}`)
  }
  const { TimeoutSeconds, HeartbeatSeconds } = state
  if (
    typeof TimeoutSeconds === 'number' &&
    typeof HeartbeatSeconds === 'number' &&
    HeartbeatSeconds >= TimeoutSeconds
  ) {
    problems.schema("The field 'HeartbeatSeconds' must be smaller than the field 'TimeoutSeconds'", at)
  }
}

function checkResource(resource: string, at: string, { machine: { problems }, isExpress }: FlowFacts): void {
  if (isExpress && /:states:[^:]*:\d*:activity:/.test(resource))
    problems.schema('Express state machine does not support Activity ARN', at)
  else if (isExpress && resource.endsWith('.waitForTaskToken')) {
    // AWS's message has two spaces here.
    problems.schema("Express state machine does not support '.waitForTaskToken' service integration ", at)
  } else if (isExpress && /\.sync(:2)?$/.test(resource))
    problems.schema("Express state machine does not support '.sync' service integration", at)
  else if (!isRecognizedResource(resource)) {
    problems.schema(
      `The resource provided ${resource} is not recognized. The value is not a valid resource ARN, or the resource is not available in this region.`,
      at,
    )
  }
}
