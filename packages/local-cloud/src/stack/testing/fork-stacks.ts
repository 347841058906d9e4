import { isObject, type Json, type JsonObject } from '@hourglass/local-stepfunctions/language/json'
import { SAMPLE_STACKS } from './sample-stacks.ts'

/** Resources by type and name, as Terraform JSON has them. */
export type Resources = Readonly<Record<string, Readonly<Record<string, JsonObject | null>>>>

/** The sample stack `work` with resources added or changed; null leaves one out. */
export function workWith(changes: Resources): JsonObject {
  const work = objectOf(structuredClone(SAMPLE_STACKS['work'] ?? null))
  const resource = objectOf(work['resource'] ?? null)
  for (const [type, named] of Object.entries(changes)) {
    const block = objectOf(resource[type] ?? {})
    for (const [name, change] of Object.entries(named)) {
      if (change === null) delete block[name]
      else block[name] = { ...objectOf(block[name] ?? {}), ...change }
    }
    resource[type] = block
  }
  return { ...work, resource }
}

/** A policy document of one statement on everything. */
export function allowing(Action: string | string[], more: JsonObject = {}): string {
  return JSON.stringify({ Version: '2012-10-17', Statement: [{ Effect: 'Allow', Action, Resource: '*', ...more }] })
}

function objectOf(value: Json): JsonObject {
  if (!isObject(value)) throw new Error('the sample stack is not what this changes')
  return value
}
