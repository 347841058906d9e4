import { isObject, type Json, type JsonObject, tryParseJson } from '@hourglass/local-stepfunctions/language/json'
import { toText } from '../expression/evaluate-text.ts'
import { asBlocks, asTexts } from './blocks.ts'
import type { Block, Rule } from './rule.ts'

/**
 * The policy text that Terraform renders from blocks: one value is written bare, several as a sorted list.
 * https://registry.terraform.io/providers/hashicorp/aws/latest/docs/data-sources/iam_policy_document
 */
export const dataIamPolicyDocument: Rule = {
  type: 'data.aws_iam_policy_document',
  attributes: { json: render, minified_json: render },
}

function render(block: Block): string {
  const sources = asTexts(block.argument('source_policy_documents')).flatMap(statementsOf)
  const overrides = asTexts(block.argument('override_policy_documents')).flatMap(statementsOf)
  const own = asBlocks(block.argument('statement')).map(statement)
  const overridden = new Set(overrides.map(({ Sid }) => Sid).filter((sid) => sid !== undefined))
  const kept = [...sources, ...own].filter(({ Sid }) => Sid === undefined || !overridden.has(Sid))
  const version = block.argument('version')
  return JSON.stringify({ Version: version ?? '2012-10-17', Statement: [...kept, ...overrides] })
}

function statementsOf(text: string): readonly JsonObject[] {
  const document = tryParseJson(text)
  return isObject(document) ? asBlocks(document['Statement']) : []
}

function statement(source: JsonObject): JsonObject {
  const rendered: JsonObject = { Effect: source['effect'] ?? 'Allow' }
  const sid = source['sid']
  if (typeof sid === 'string' && sid !== '') rendered['Sid'] = sid
  for (const [key, name] of LISTS) {
    const values = asTexts(source[name])
    if (values.length > 0) rendered[key] = oneOrMany(values)
  }
  for (const [key, name] of PRINCIPALS) {
    const blocks = asBlocks(source[name])
    if (blocks.length > 0) rendered[key] = principals(blocks)
  }
  const conditions = asBlocks(source['condition'])
  if (conditions.length > 0) rendered['Condition'] = conditionsOf(conditions)
  return rendered
}

const LISTS = [
  ['Action', 'actions'],
  ['NotAction', 'not_actions'],
  ['Resource', 'resources'],
  ['NotResource', 'not_resources'],
] as const

const PRINCIPALS = [
  ['Principal', 'principals'],
  ['NotPrincipal', 'not_principals'],
] as const

function principals(blocks: readonly JsonObject[]): Json {
  const byType: JsonObject = {}
  for (const block of blocks) {
    const identifiers = asTexts(block['identifiers'])
    if (block['type'] === '*' && identifiers.includes('*')) return '*'
    const type = toText(block['type'] ?? '')
    byType[type] = oneOrMany([...asTexts(byType[type]), ...identifiers])
  }
  return byType
}

function conditionsOf(blocks: readonly JsonObject[]): JsonObject {
  const tests: Record<string, JsonObject> = {}
  for (const block of blocks) {
    const test = toText(block['test'] ?? '')
    const variables = (tests[test] ??= {})
    variables[toText(block['variable'] ?? '')] = oneOrMany(asTexts(block['values']))
  }
  return tests
}

function oneOrMany(values: readonly string[]): Json {
  return values.length === 1 ? (values[0] ?? null) : [...values].sort()
}
