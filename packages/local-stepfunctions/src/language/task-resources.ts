/** Actions of the optimised integrations, each with the suffixes it takes besides none. */
const SERVICES: Readonly<Record<string, Readonly<Record<string, readonly string[]>>>> = {
  lambda: { invoke: ['.waitForTaskToken'] },
  sns: { publish: ['.waitForTaskToken'] },
  sqs: { sendMessage: ['.waitForTaskToken'] },
  states: { startExecution: ['.sync', '.sync:2', '.waitForTaskToken'] },
  dynamodb: { getItem: [], putItem: [], updateItem: [], deleteItem: [] },
  events: { putEvents: ['.waitForTaskToken'] },
  http: { invoke: [] },
  apigateway: { invoke: ['.waitForTaskToken'] },
  athena: { startQueryExecution: ['.sync'], stopQueryExecution: [], getQueryExecution: [], getQueryResults: [] },
  batch: { submitJob: ['.sync', '.waitForTaskToken'] },
  bedrock: { invokeModel: ['.waitForTaskToken'], createModelCustomizationJob: ['.sync'] },
  codebuild: {
    startBuild: ['.sync'],
    stopBuild: [],
    batchDeleteBuilds: [],
    batchGetReports: [],
    startBuildBatch: ['.sync'],
  },
  databrew: { startJobRun: ['.sync'] },
  ecs: { runTask: ['.sync', '.waitForTaskToken'] },
  eks: { runJob: ['.sync'], call: [], createCluster: ['.sync'], deleteCluster: ['.sync'] },
  elasticmapreduce: { createCluster: ['.sync'], addStep: ['.sync'], terminateCluster: ['.sync'], cancelStep: [] },
  glue: { startJobRun: ['.sync'] },
  mediaconvert: { createJob: ['.sync'] },
  sagemaker: { createTrainingJob: ['.sync'], createTransformJob: ['.sync'], createProcessingJob: ['.sync'] },
}

const LAMBDA_FUNCTION = /^arn:[^:]+:lambda:[^:]*:\d*:function:.+$/
const ACTIVITY = /^arn:[^:]+:states:[^:]*:\d*:activity:.+$/
const SDK = /^arn:[^:]+:states:[^:]*:[^:]*:aws-sdk:[a-z0-9]+:[a-z][A-Za-z0-9]+(\.waitForTaskToken)?$/
const OPTIMISED = /^arn:[^:]+:states:[^:]*:[^:]*:([a-z0-9]+):([A-Za-z0-9]+)(\.[A-Za-z0-9:]+)?$/

/** Whether AWS would accept this as the `Resource` of a Task. */
export function isRecognizedResource(arn: string): boolean {
  if (LAMBDA_FUNCTION.test(arn) || ACTIVITY.test(arn) || SDK.test(arn)) return true
  const [, service = '', action = '', suffix] = OPTIMISED.exec(arn) ?? []
  const suffixes = SERVICES[service]?.[action]
  return suffixes !== undefined && (suffix === undefined || suffixes.includes(suffix))
}
