import { isObject, type Json, type JsonObject, tryParseJson } from '../language/json.ts'
import type { NormaliseRule } from './case.ts'

// Words that stand in recordings for values of one moment.
const MOMENTS = new Set(['timestamp', 'date', 'datetime', 'start-time', 'entered-time'])
const PLACEHOLDER = /<[^<>\s]{1,60}>/g
const AROUND_ARNS: readonly [RegExp, string][] = [
  [/arn:aws:states:[a-z0-9-]+:/g, 'arn:<partition>:states:<region>:'],
  [/arn:aws:lambda:[a-z0-9-]+:/g, 'arn:<partition>:lambda:<region>:'],
]

/** Applies a case's rules to what the engine gave, and parses JSON texts in it. */
export function normalise(value: Json, rules: readonly NormaliseRule[]): Json {
  const byKey = new Map<string, string>()
  for (const { kind, jsonpath, replacement } of rules) {
    if (kind === 'jsonpath' && jsonpath !== undefined) byKey.set(ruleKey(jsonpath), replacement ?? '')
  }
  const replaceText = (text: string): string => {
    let result = text
    for (const { kind, regex, replacement } of rules) {
      if (kind === 'regex' && regex !== undefined)
        result = result.replace(new RegExp(regex, 'g'), () => replacement ?? '')
    }
    for (const [pattern, replacement] of AROUND_ARNS) result = result.replace(pattern, replacement)
    return result
  }
  return mapTexts(value, replaceText, byKey)
}

// `$..events..details.output.Result` replaces a Result inside an output, `$..Date` any Date.
function ruleKey(jsonpath: string): string {
  const names = jsonpath.split('.').filter((name) => name !== '' && name !== '$' && name !== 'events')
  return names.slice(-2).join('.')
}

/** Parses every JSON text inside a value, however deep. */
export function unfold(value: Json): Json {
  return mapTexts(value, (text) => text, new Map())
}

function mapTexts(
  value: Json,
  replace: (text: string) => string,
  byKey: ReadonlyMap<string, string>,
  parent = '',
): Json {
  if (typeof value === 'string') {
    const replaced = replace(value)
    const parsed = /^\s*[[{"]/.test(replaced) ? tryParseJson(replaced) : undefined
    return parsed === undefined || parsed === value ? replaced : mapTexts(parsed, replace, byKey, parent)
  }
  if (Array.isArray(value)) return value.map((item) => mapTexts(item, replace, byKey, parent))
  if (!isObject(value)) return value
  // How the recordings mark a text that should have been JSON.
  const unparsed = value['__unparsed__']
  if (typeof unparsed === 'string' && Object.keys(value).length === 1) return unparsed
  const entries = Object.entries(value).map(([key, item]) => {
    const replacement = byKey.get(key) ?? byKey.get(`${parent}.${key}`)
    return [replace(key), replacement ?? mapTexts(item, replace, byKey, key)]
  })
  return Object.fromEntries(entries)
}

/** The first place where `actual` is not what was recorded; undefined when they agree. */
export function firstDifference(expected: Json, actual: Json | undefined, at = ''): string | undefined {
  if (actual === undefined) return `${at}: missing, expected ${show(expected)}`
  // How long AWS took is of that moment.
  if (at.endsWith('/billedDurationInMilliseconds'))
    return typeof actual === 'number' ? undefined : `${at}: ${show(actual)}, expected a number`
  if (typeof expected === 'string' && isPlaceholder(expected, at, actual)) return undefined
  if (Array.isArray(expected) && Array.isArray(actual)) {
    if (expected.length !== actual.length)
      return `${at}: ${actual.length} elements, expected ${expected.length}: ${show(actual)} instead of ${show(expected)}`
    return firstOf(expected.map((item, index) => () => firstDifference(item, actual[index], `${at}/${index}`)))
  }
  if (isObject(expected) && isObject(actual)) return objectDifference(expected, actual, at)
  return expected === actual || sameScalarText(expected, actual)
    ? undefined
    : `${at}: ${show(actual)}, expected ${show(expected)}`
}

function objectDifference(expected: JsonObject, actual: JsonObject, at: string): string | undefined {
  const extra = Object.keys(actual).find((key) => !Object.hasOwn(expected, key))
  if (extra !== undefined) return `${at}/${extra}: ${show(actual[extra] ?? null)}, expected nothing`
  return firstOf(
    Object.entries(expected).map(
      ([key, item]) =>
        () =>
          firstDifference(item, actual[key], `${at}/${key}`),
    ),
  )
}

function isPlaceholder(expected: string, at: string, actual: Json): boolean {
  const key = at.split('/').at(-1) ?? ''
  if (MOMENTS.has(expected) || /^[a-zA-Z]+EventDetails\.\w+$/.test(expected)) return true
  if (key !== '' && expected.toLowerCase() === key.toLowerCase()) return true
  if (!expected.includes('<')) return false
  const text = typeof actual === 'string' ? actual : JSON.stringify(actual)
  const pattern = expected.split(PLACEHOLDER).map(escapeRegex).join('[\\s\\S]*')
  return new RegExp(`^${pattern}$`).test(text)
}

// Payloads that are a bare number or word stay texts in recordings: "1" in one place, 1 in another, "1.0" in a third.
function sameScalarText(expected: Json, actual: Json): boolean {
  if (isObject(expected) || isObject(actual)) return false
  const mixed = typeof expected !== typeof actual && (typeof expected === 'string' || typeof actual === 'string')
  return (mixed && plain(expected) === plain(actual)) || sameNumber(plain(expected), plain(actual))
}

// The cases are JSON texts, which are parsed before they are compared: 1.0 is 1.
function sameNumber(a: string, b: string): boolean {
  const isNumber = (text: string): boolean => /^-?(0|[1-9]\d*)(\.\d+)?([eE][-+]?\d+)?$/.test(text)
  return isNumber(a) && isNumber(b) && Number(a) === Number(b)
}

function plain(value: Json): string {
  return typeof value === 'string' ? value : JSON.stringify(value)
}

function firstOf(checks: readonly (() => string | undefined)[]): string | undefined {
  for (const check of checks) {
    const difference = check()
    if (difference !== undefined) return difference
  }
  return undefined
}

function escapeRegex(text: string): string {
  return text.replace(/[.*+?^${}()|[\]\\/-]/g, '\\$&')
}

function show(value: Json): string {
  const text = JSON.stringify(value)
  return text.length > 400 ? `${text.slice(0, 400)}...` : text
}
