import { isObject, type Json, type JsonObject } from '@hourglass/local-stepfunctions/language/json'
import { toText } from '../expression/evaluate-text.ts'
import { asBlocks } from '../rules/blocks.ts'
import type { Block } from '../rules/rule.ts'

/** The parts of a model that every resource has. */
export function resourceOf(block: Block, name: string): { id: string; address: string; name: string; arn: string } {
  return { id: block.id, address: block.address, name: block.attributeText(name), arn: block.attributeText('arn') }
}

/** An argument as text; undefined when it is absent. */
export function optionalText(block: Block, argument: string): string | undefined {
  return textOf(block.argument(argument))
}

/** An argument as a number; Terraform takes numbers as text too. */
export function optionalNumber(block: Block, argument: string): number | undefined {
  const value = block.argument(argument)
  return value === undefined ? undefined : Number(value)
}

/** The first nested block of that name, or an empty one. */
export function nested(block: Block, argument: string): JsonObject {
  return asBlocks(block.argument(argument))[0] ?? {}
}

/** A value as text; undefined for anything but text and numbers. */
export function textOf(value: Json | undefined): string | undefined {
  return typeof value === 'string' ? value : typeof value === 'number' ? String(value) : undefined
}

/** An object of texts; numbers and booleans become text, as Terraform makes them. */
export function textMap(value: Json | undefined): Readonly<Record<string, string>> {
  if (!isObject(value)) return {}
  return Object.fromEntries(Object.entries(value).map(([key, item]) => [key, toText(item)]))
}
