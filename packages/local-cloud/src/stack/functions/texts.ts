import { createHash } from 'node:crypto'
import { type Json, tryParseJson } from '@hourglass/local-stepfunctions/language/json'
import { ExpressionError } from '../expression/syntax.ts'
import type { Arguments } from './arguments.ts'
import { encodeJson } from './encode-json.ts'
import { format } from './format.ts'

type TerraformFunction = (args: Arguments) => Json

/** Terraform's functions on text and numbers. https://developer.hashicorp.com/terraform/language/functions */
export const textFunctions: Readonly<Record<string, TerraformFunction>> = {
  abs: (args) => Math.abs(args.number(0)),
  base64decode: (args) => Buffer.from(args.text(0), 'base64').toString(),
  base64encode: (args) => Buffer.from(args.text(0)).toString('base64'),
  base64sha256: (args) => createHash('sha256').update(args.text(0)).digest('base64'),
  ceil: (args) => Math.ceil(args.number(0)),
  endswith: (args) => args.text(0).endsWith(args.text(1)),
  floor: (args) => Math.floor(args.number(0)),
  format: (args) => format(args.text(0), args.values.slice(1)),
  join: (args) => args.texts(1).join(args.text(0)),
  jsondecode: (args) => {
    const value = tryParseJson(args.text(0))
    if (value === undefined) throw new ExpressionError('jsondecode was given text that is not JSON')
    return value
  },
  jsonencode: (args) => encodeJson(args.value(0)),
  lower: (args) => args.text(0).toLowerCase(),
  md5: (args) => createHash('md5').update(args.text(0)).digest('hex'),
  replace: (args) => {
    const pattern = args.text(1)
    const isRegex = pattern.length > 1 && pattern.startsWith('/') && pattern.endsWith('/')
    return args.text(0).replaceAll(isRegex ? new RegExp(pattern.slice(1, -1), 'g') : pattern, args.text(2))
  },
  sha1: (args) => createHash('sha1').update(args.text(0)).digest('hex'),
  sha256: (args) => createHash('sha256').update(args.text(0)).digest('hex'),
  split: (args) => args.text(1).split(args.text(0)),
  startswith: (args) => args.text(0).startsWith(args.text(1)),
  substr: (args) => {
    const text = args.text(0)
    const length = args.number(2)
    const start = args.number(1) < 0 ? text.length + args.number(1) : args.number(1)
    return text.slice(start, length < 0 ? undefined : start + length)
  },
  title: (args) => args.text(0).replaceAll(/\b\w/g, (letter) => letter.toUpperCase()),
  tobool: (args) => args.text(0) === 'true',
  tonumber: (args) => args.number(0),
  tostring: (args) => args.text(0),
  trimprefix: (args) => {
    const prefix = args.text(1)
    return args.text(0).startsWith(prefix) ? args.text(0).slice(prefix.length) : args.text(0)
  },
  trimspace: (args) => args.text(0).trim(),
  trimsuffix: (args) => {
    const suffix = args.text(1)
    const text = args.text(0)
    return suffix !== '' && text.endsWith(suffix) ? text.slice(0, -suffix.length) : text
  },
  upper: (args) => args.text(0).toUpperCase(),
}
