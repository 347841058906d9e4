import { getKey, type Json, type JsonObject, jsonEquals } from '@hourglass/local-stepfunctions/language/json'
import { ExpressionError } from '../expression/syntax.ts'
import type { Arguments } from './arguments.ts'

type TerraformFunction = (args: Arguments) => Json

/** Terraform's functions on lists and objects. https://developer.hashicorp.com/terraform/language/functions */
export const collectionFunctions: Readonly<Record<string, TerraformFunction>> = {
  coalesce: ({ values }) => {
    const found = values.find((value) => value !== null && value !== '')
    if (found === undefined) throw new ExpressionError('coalesce has no value that is set')
    return found
  },
  compact: (args) => args.list(0).filter((item) => item !== null && item !== ''),
  concat: (args) => args.lists().flat(1),
  contains: (args) => args.list(0).some((item) => jsonEquals(item, args.value(1))),
  distinct: (args) => distinct(args.list(0)),
  element: (args) => {
    const list = args.list(0)
    if (list.length === 0) throw new ExpressionError('element was given an empty list')
    return list[args.number(1) % list.length] ?? null
  },
  flatten: (args) => flatten(args.list(0)),
  keys: (args) => Object.keys(args.object(0)).sort(),
  length: (args) => {
    const value = args.value(0)
    if (typeof value === 'string') return Array.from(new Intl.Segmenter().segment(value)).length
    return Array.isArray(value) ? value.length : Object.keys(args.object(0)).length
  },
  lookup: (args) => getKey(args.object(0), args.text(1)) ?? args.value(2),
  max: (args) => Math.max(...args.values.map((_, index) => args.number(index))),
  merge: (args) => Object.assign({}, ...args.values.map((_, index) => args.object(index))) as JsonObject,
  min: (args) => Math.min(...args.values.map((_, index) => args.number(index))),
  one: (args) => args.list(0)[0] ?? null,
  reverse: (args) => args.list(0).toReversed(),
  slice: (args) => args.list(0).slice(args.number(1), args.number(2)),
  sort: (args) => args.texts(0).sort(),
  tolist: (args) => args.list(0),
  tomap: (args) => args.object(0),
  toset: (args) => distinct(args.list(0)),
  values: (args) => {
    const object = args.object(0)
    return Object.keys(object)
      .sort()
      .map((key) => object[key] ?? null)
  },
  zipmap: (args) => {
    const items = args.list(1)
    return Object.fromEntries(args.texts(0).map((key, index) => [key, items[index] ?? null]))
  },
}

function distinct(list: readonly Json[]): Json[] {
  return list.filter((item, index) => list.findIndex((other) => jsonEquals(item, other)) === index)
}

function flatten(list: readonly Json[]): Json[] {
  return list.flatMap((item) => (Array.isArray(item) ? flatten(item) : [item]))
}
