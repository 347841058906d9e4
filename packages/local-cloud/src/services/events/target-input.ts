import { getKey, isObject, type Json, type JsonObject } from '@hourglass/local-stepfunctions/language/json'
import type { EventTargetModel } from '../../stack/model/model.ts'

/**
 * What a target gets: the event, a fixed text, a part of the event, or a template with `<name>` filled in.
 * https://docs.aws.amazon.com/eventbridge/latest/userguide/eb-transform-target-input.html
 */
export function targetInput(target: EventTargetModel, event: JsonObject): string {
  if (target.input !== undefined) return target.input
  if (target.inputPath !== undefined) return JSON.stringify(valueAt(event, target.inputPath))
  if (target.transformer === undefined) return JSON.stringify(event)
  const { paths, template } = target.transformer
  // Inside quotes a text goes in bare; elsewhere every value goes in as JSON.
  const isJsonTemplate = /^\s*[{[]/.test(template)
  return template.replaceAll(
    /("[^"]*")|<([^>]+)>/g,
    (whole: string, quoted: string | undefined, name: string | undefined) => {
      const value = (key: string): Json => (paths[key] === undefined ? `<${key}>` : valueAt(event, paths[key]))
      if (quoted !== undefined) return quoted.replaceAll(/<([^>]+)>/g, (_, key: string) => bare(value(key)))
      if (name === undefined) return whole
      return isJsonTemplate ? JSON.stringify(value(name)) : bare(value(name))
    },
  )
}

function bare(value: Json): string {
  return typeof value === 'string' ? JSON.stringify(value).slice(1, -1) : JSON.stringify(value)
}

/** `$.detail.name`; null where there is nothing. */
function valueAt(event: JsonObject, path: string): Json {
  const names = path
    .replace(/^\$\.?/, '')
    .split('.')
    .filter((name) => name !== '')
  return names.reduce<Json>((value, name) => (isObject(value) ? (getKey(value, name) ?? null) : null), event)
}
