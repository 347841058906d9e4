import type { QueryLanguage, StateType } from '../definition.ts'

const COMMON = ['Type', 'Comment', 'QueryLanguage']
const FLOW = ['Next', 'End']
const RECOVERY = ['Retry', 'Catch']
const BOTH_WAYS = ['InputPath', 'OutputPath']
const RESULT = ['ResultPath', 'ResultSelector']
const TASK_TIMES = ['TimeoutSeconds', 'HeartbeatSeconds']
const MAP = [
  'ItemProcessor',
  'Iterator',
  'ItemSelector',
  'ItemReader',
  'ItemBatcher',
  'ResultWriter',
  'MaxConcurrency',
  'ToleratedFailureCount',
  'ToleratedFailurePercentage',
  'Label',
]

/** Fields of each state type, by query language; whatever else stands in a state is refused. */
export const STATE_FIELDS: Readonly<Record<QueryLanguage, Readonly<Record<StateType, ReadonlySet<string>>>>> = {
  JSONPath: {
    Task: set(FLOW, RECOVERY, BOTH_WAYS, RESULT, TASK_TIMES, paths(TASK_TIMES), [
      'Resource',
      'Parameters',
      'Credentials',
      'Assign',
    ]),
    Pass: set(FLOW, BOTH_WAYS, ['ResultPath', 'Result', 'Parameters', 'Assign']),
    Choice: set(BOTH_WAYS, ['Choices', 'Default', 'Assign']),
    Wait: set(FLOW, BOTH_WAYS, ['Seconds', 'SecondsPath', 'Timestamp', 'TimestampPath', 'Assign']),
    Succeed: set(BOTH_WAYS, ['Assign']),
    Fail: set(['Error', 'Cause', 'ErrorPath', 'CausePath', 'InputPath', 'OutputPath']),
    Parallel: set(FLOW, RECOVERY, BOTH_WAYS, RESULT, ['Branches', 'Parameters', 'Assign']),
    Map: set(FLOW, RECOVERY, BOTH_WAYS, RESULT, MAP, [
      'ItemsPath',
      'Parameters',
      'Assign',
      ...paths(['MaxConcurrency', 'ToleratedFailureCount', 'ToleratedFailurePercentage']),
    ]),
  },
  JSONata: {
    Task: set(FLOW, RECOVERY, TASK_TIMES, ['Resource', 'Arguments', 'Credentials', 'Output', 'Assign']),
    Pass: set(FLOW, ['Output', 'Assign']),
    Choice: set(['Choices', 'Default', 'Output', 'Assign']),
    Wait: set(FLOW, ['Seconds', 'Timestamp', 'Output', 'Assign']),
    Succeed: set(['Output', 'Assign']),
    Fail: set(['Error', 'Cause']),
    Parallel: set(FLOW, RECOVERY, ['Branches', 'Arguments', 'Output', 'Assign']),
    Map: set(FLOW, RECOVERY, MAP, ['Items', 'Output', 'Assign']),
  },
}

/** Fields that only a Map in DISTRIBUTED mode may have. */
export const DISTRIBUTED_FIELDS = ['ItemReader', 'ItemBatcher', 'ResultWriter', 'Label'] as const

function set(...lists: readonly (readonly string[])[]): ReadonlySet<string> {
  return new Set([COMMON, ...lists].flat())
}

function paths(names: readonly string[]): string[] {
  return names.map((name) => `${name}Path`)
}
