import { isObject, type Json, type JsonObject, PAYLOAD_LIMIT_BYTES } from '../json.ts'
import { checkItemReader } from './check-item-reader.ts'
import type { FlowFacts } from './check-flow.ts'
import { checkCount, checkReferencePath } from './check-numbers.ts'
import { isExpression } from './check-simple.ts'
import type { CheckFlow } from './check-state.ts'
import { DISTRIBUTED_FIELDS } from './fields.ts'

const LABEL_FORBIDDEN = /[\s?*<>{}[\]:;,\\|^~$#%&`"]/u

/** Checks a Map state's own fields and its processor. */
export function checkMap(state: JsonObject, at: string, facts: FlowFacts, inner: CheckFlow): void {
  const { problems } = facts.machine
  const field = state['ItemProcessor'] === undefined ? 'Iterator' : 'ItemProcessor'
  const processor = state[field]
  if (!isObject(processor ?? null)) {
    problems.schema("The field 'ItemProcessor' is required but was missing", at)
    return
  }
  const flow = processor as JsonObject
  const config = isObject(flow['ProcessorConfig'] ?? null) ? (flow['ProcessorConfig'] as JsonObject) : {}
  const distributed = config['Mode'] === 'DISTRIBUTED'
  checkProcessorConfig(config, `${at}/${field}/ProcessorConfig`, distributed, facts)
  checkNumbers(state, at, facts)
  if (distributed) checkDistributed(state, at, facts)
  else {
    for (const name of DISTRIBUTED_FIELDS) {
      if (state[name] !== undefined)
        problems.schema(`The field '${name}' is only supported in a Map state with the Mode 'DISTRIBUTED'`, at)
    }
  }
  inner(flow, `${at}/${field}`, {
    ...facts,
    isExpress: distributed ? config['ExecutionType'] === 'EXPRESS' : facts.isExpress,
    // Children are executions of their own: they see no variable of their parent.
    outerVariables: distributed ? new Set() : facts.outerVariables,
  })
}

function checkProcessorConfig(
  config: JsonObject,
  at: string,
  distributed: boolean,
  { machine, isExpress }: FlowFacts,
): void {
  const { Mode, ExecutionType } = config
  if (Mode !== undefined && Mode !== 'INLINE' && Mode !== 'DISTRIBUTED')
    machine.problems.schema("The field 'Mode' must be one of [INLINE, DISTRIBUTED]", at)
  if (!distributed) {
    if (ExecutionType !== undefined)
      machine.problems.schema("The field 'ExecutionType' is only supported with the Mode 'DISTRIBUTED'", at)
    return
  }
  if (isExpress)
    machine.problems.schema("Express state machine does not support a Map state with the Mode 'DISTRIBUTED'", at)
  if (ExecutionType === undefined) machine.problems.schema("The field 'ExecutionType' is required but was missing", at)
  else if (ExecutionType !== 'STANDARD' && ExecutionType !== 'EXPRESS')
    machine.problems.schema("The field 'ExecutionType' must be one of [STANDARD, EXPRESS]", at)
}

function checkNumbers(state: JsonObject, at: string, facts: FlowFacts): void {
  const { problems } = facts.machine
  checkCount(state, 'MaxConcurrency', '0', undefined, at, problems)
  checkCount(state, 'ToleratedFailureCount', '0', undefined, at, problems)
  const name = 'ToleratedFailurePercentage'
  const percentage = state[name]
  if (typeof percentage === 'number') problems.bounds(percentage, '0.0', '100.0', `${at}/${name}`)
  else if (percentage !== undefined && !isExpression(percentage))
    problems.schema('Expected value of type Number', `${at}/${name}`)
  problems.onlyOne(state, [name, `${name}Path`], at)
  checkReferencePath(state, `${name}Path`, at, problems)
}

function checkDistributed(state: JsonObject, at: string, facts: FlowFacts): void {
  const { problems, labels } = facts.machine
  const { Label, ItemReader, ItemBatcher, ResultWriter } = state
  if (Label !== undefined) {
    const valid = typeof Label === 'string' && Label.length >= 1 && Label.length <= 40 && !LABEL_FORBIDDEN.test(Label)
    if (!valid)
      problems.add(
        'INVALID_LABEL_NAME',
        'A label must have 1 to 40 characters, without white space or special characters',
        `${at}/Label`,
      )
    else if (labels.has(Label)) problems.add('DUPLICATE_LABEL_NAME', `Duplicate Label name: ${Label}`, `${at}/Label`)
    else labels.add(Label)
  }
  if (ItemReader !== undefined) checkItemReader(ItemReader, `${at}/ItemReader`, facts)
  if (ItemBatcher !== undefined) checkBatcher(ItemBatcher, `${at}/ItemBatcher`, facts)
  if (ResultWriter !== undefined) checkWriter(ResultWriter, `${at}/ResultWriter`, facts)
}

function checkBatcher(batcher: Json, at: string, facts: FlowFacts): void {
  const { problems } = facts.machine
  if (!isObject(batcher)) {
    problems.schema("The field 'ItemBatcher' must be an object", at)
    return
  }
  const sizes = ['MaxItemsPerBatch', 'MaxInputBytesPerBatch']
  if (!sizes.some((name) => batcher[name] !== undefined || batcher[`${name}Path`] !== undefined)) {
    problems.schema("The field 'ItemBatcher' must have 'MaxItemsPerBatch' or 'MaxInputBytesPerBatch'", at)
  }
  checkCount(batcher, 'MaxItemsPerBatch', '1', undefined, at, problems)
  checkCount(batcher, 'MaxInputBytesPerBatch', '1', String(PAYLOAD_LIMIT_BYTES), at, problems)
}

function checkWriter(writer: Json, at: string, { machine: { problems } }: FlowFacts): void {
  const { Resource, Parameters, Arguments, WriterConfig } = isObject(writer) ? writer : {}
  const target = Parameters ?? Arguments
  if (Resource === undefined && WriterConfig === undefined)
    problems.schema("The field 'ResultWriter' must have 'WriterConfig', or 'Resource' and parameters", at)
  if ((Resource === undefined) !== (target === undefined))
    problems.schema("The fields 'Resource' and 'Parameters' must stand together", at)
  if (Resource !== undefined && (typeof Resource !== 'string' || !/^arn:[^:]+:states:::s3:putObject$/.test(Resource))) {
    problems.schema(
      `The resource provided ${JSON.stringify(Resource)} is not supported in a ResultWriter`,
      `${at}/Resource`,
    )
  }
  if (WriterConfig === undefined) return
  const { Transformation, OutputType } = isObject(WriterConfig) ? WriterConfig : {}
  if (!['NONE', 'COMPACT', 'FLATTEN', undefined].includes(Transformation as string | undefined)) {
    problems.schema("The field 'Transformation' must be one of [NONE, COMPACT, FLATTEN]", `${at}/WriterConfig`)
  }
  if (OutputType !== undefined && OutputType !== 'JSON' && OutputType !== 'JSONL')
    problems.schema("The field 'OutputType' must be one of [JSON, JSONL]", `${at}/WriterConfig`)
}
