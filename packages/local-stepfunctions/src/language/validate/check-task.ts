import { isObject, type JsonObject } from '../json.ts'
import { isRecognizedResource } from '../task-resources.ts'
import type { FlowFacts } from './check-flow.ts'
import { isExpression, isWholeNumber } from './check-simple.ts'

const MOST_SECONDS = 99_999_999

/** Checks a Task state's own fields. */
export function checkTask(state: JsonObject, at: string, facts: FlowFacts): void {
  const { problems } = facts.machine
  const { Resource, Credentials } = state
  if (typeof Resource !== 'string') problems.schema("The field 'Resource' is required but was missing", at)
  else checkResource(Resource, `${at}/Resource`, facts)
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
    if (value !== undefined && state[`${field}Path`] !== undefined) {
      problems.schema(`A state may have only one of the fields '${field}' and '${field}Path'`, at)
    }
    if (
      value === undefined ||
      isWholeNumber(value, 1, MOST_SECONDS) ||
      (facts.language === 'JSONata' && isExpression(value))
    )
      continue
    problems.schema(`The field '${field}' must be an integer between 1 and ${MOST_SECONDS}`, `${at}/${field}`)
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
