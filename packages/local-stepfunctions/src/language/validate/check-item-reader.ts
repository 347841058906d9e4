import { byteLength, isObject, type Json, type JsonObject } from '../json.ts'
import type { FlowFacts } from './check-flow.ts'
import { checkCount } from './check-numbers.ts'
import type { Problems } from './problems.ts'

const INPUT_TYPES: readonly string[] = ['CSV', 'JSON', 'JSONL', 'PARQUET', 'MANIFEST']
const DELIMITERS: readonly string[] = ['COMMA', 'PIPE', 'SEMICOLON', 'SPACE', 'TAB']
const MOST_ITEMS = 100_000_000
const HEADERS_LIMIT_BYTES = 10 * 1024
const POINTER_LIMIT = 2000

/** Checks an ItemReader. */
export function checkItemReader(reader: Json, at: string, { machine: { problems } }: FlowFacts): void {
  const { Resource, ReaderConfig } = isObject(reader) ? reader : {}
  const action =
    typeof Resource === 'string' ? /^arn:[^:]+:states:::s3:(getObject|listObjectsV2)$/.exec(Resource)?.[1] : undefined
  if (action === undefined) {
    problems.schema(
      `The resource provided ${JSON.stringify(Resource ?? null)} is not supported in an ItemReader`,
      `${at}/Resource`,
    )
    return
  }
  const config = isObject(ReaderConfig ?? null) ? (ReaderConfig as JsonObject) : {}
  checkConfig(config, action === 'getObject', `${at}/ReaderConfig`, problems)
}

function checkConfig(config: JsonObject, isFile: boolean, at: string, problems: Problems): void {
  const { InputType, Transformation, ManifestType, ItemsPointer } = config
  if (InputType !== undefined && !isOneOf(INPUT_TYPES, InputType))
    problems.schema(`The field 'InputType' must be one of [${INPUT_TYPES.join(', ')}]`, at)
  if (Transformation !== undefined && Transformation !== 'NONE' && Transformation !== 'LOAD_AND_FLATTEN') {
    problems.schema("The field 'Transformation' must be one of [NONE, LOAD_AND_FLATTEN]", at)
  }
  const needsType = isFile ? ManifestType !== 'S3_INVENTORY' : Transformation === 'LOAD_AND_FLATTEN'
  if (needsType && InputType === undefined) problems.schema("The field 'InputType' is required but was missing", at)
  if (ManifestType === 'S3_INVENTORY' && InputType !== undefined && InputType !== 'MANIFEST') {
    problems.schema("The field 'InputType' is not allowed with the ManifestType 'S3_INVENTORY'", at)
  }
  if (ItemsPointer !== undefined) checkPointer(ItemsPointer, InputType, at, problems)
  checkCount(config, 'MaxItems', '0', String(MOST_ITEMS), at, problems)
  checkCsv(config, at, problems)
}

function checkPointer(pointer: Json, inputType: Json | undefined, at: string, problems: Problems): void {
  if (inputType !== 'JSON') problems.schema("The field 'ItemsPointer' is only supported with the InputType 'JSON'", at)
  if (typeof pointer !== 'string' || !/^(\/|$)/.test(pointer) || pointer.length >= POINTER_LIMIT) {
    problems.schema(
      `The field 'ItemsPointer' must be a JSON Pointer of fewer than ${POINTER_LIMIT} characters`,
      `${at}/ItemsPointer`,
    )
  }
}

function checkCsv(config: JsonObject, at: string, problems: Problems): void {
  const { InputType, ManifestType, CSVHeaderLocation, CSVHeaders, CSVDelimiter } = config
  if (CSVDelimiter !== undefined && !isOneOf(DELIMITERS, CSVDelimiter))
    problems.schema(`The field 'CSVDelimiter' must be one of [${DELIMITERS.join(', ')}]`, at)
  if (InputType !== 'CSV') return
  if (CSVHeaderLocation === undefined && ManifestType !== 'ATHENA_DATA')
    problems.schema("The field 'CSVHeaderLocation' is required but was missing", at)
  else if (CSVHeaderLocation !== undefined && CSVHeaderLocation !== 'FIRST_ROW' && CSVHeaderLocation !== 'GIVEN') {
    problems.schema("The field 'CSVHeaderLocation' must be one of [FIRST_ROW, GIVEN]", at)
  }
  if (CSVHeaderLocation === 'GIVEN' && !Array.isArray(CSVHeaders))
    problems.schema("The field 'CSVHeaders' is required but was missing", at)
  if (CSVHeaderLocation === 'FIRST_ROW' && CSVHeaders !== undefined)
    problems.schema("The field 'CSVHeaders' is only allowed with the CSVHeaderLocation 'GIVEN'", at)
  if (CSVHeaders !== undefined && byteLength(JSON.stringify(CSVHeaders)) > HEADERS_LIMIT_BYTES)
    problems.schema("The field 'CSVHeaders' must not be larger than 10 KiB", at)
}

function isOneOf(words: readonly string[], value: Json): boolean {
  return typeof value === 'string' && words.includes(value)
}
