import type { Json } from '../json.ts'
import type { Path } from '../jsonpath/path.ts'
import { Arguments } from './arguments.ts'
import { INTRINSICS } from './functions.ts'
import type { IntrinsicArgument, IntrinsicCall } from './parse-intrinsic.ts'

/** Gives the value of a path that stands as an argument of a call. */
export type ResolvePath = (path: Path, call: IntrinsicCall) => Json

/** Evaluates a parsed `States.*` call. @throws StateFailure States.Runtime */
export function evaluateIntrinsic(call: IntrinsicCall, resolve: ResolvePath): Json {
  const values = call.args.map((argument) => valueOf(argument, call, resolve))
  const args = new Arguments(call.text, call.name, values)
  if (call.name === 'Format') return format(call, args)
  const fn = Object.hasOwn(INTRINSICS, call.name) ? INTRINSICS[call.name] : undefined
  if (fn === undefined) return args.fail()
  return fn(args)
}

/** Whether `States.NAME` exists. */
export function isIntrinsicName(name: string): boolean {
  return name === 'Format' || Object.hasOwn(INTRINSICS, name)
}

function valueOf(argument: IntrinsicArgument, call: IntrinsicCall, resolve: ResolvePath): Json {
  switch (argument.kind) {
    case 'literal':
    case 'text':
      return argument.value
    case 'path':
      return resolve(argument.path, call)
    case 'call':
      return evaluateIntrinsic(argument.call, resolve)
  }
}

function format(call: IntrinsicCall, args: Arguments): string {
  const first = call.args[0]
  const pieces = first?.kind === 'text' ? first.template : args.string(0).split('{}')
  if (pieces.length !== args.values.length) args.fail()
  return pieces.reduce((text, piece, index) => text + textOf(args.any(index)) + piece)
}

function textOf(value: Json): string {
  return typeof value === 'string' ? value : JSON.stringify(value)
}
