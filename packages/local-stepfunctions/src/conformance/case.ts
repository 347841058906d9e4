import { gunzipSync } from 'node:zlib'
import { readFileSync } from 'node:fs'
import { z } from 'zod'
import type { Json } from '../language/json.ts'

const json: z.ZodType<Json> = z.json()

const rule = z.object({
  kind: z.string(),
  regex: z.string().optional(),
  jsonpath: z.string().optional(),
  replacement: z.string().optional(),
})

const caseSchema = z.object({
  id: z.string(),
  recordedOn: z.string().nullish(),
  kind: z.enum(['execution', 'rejected']),
  type: z.enum(['STANDARD', 'EXPRESS']).nullish(),
  definition: json,
  input: json.optional(),
  s3: z.array(z.object({ bucket: z.string(), key: z.string(), body: z.string() })).nullish(),
  lambdas: z.array(z.string()).nullish(),
  normalise: z.array(rule).nullish(),
  features: z.array(z.string()).nullish(),
  expected: z.record(z.string(), json),
})

/** A recording of the real service: what was run, and what came out. */
export type ConformanceCase = z.infer<typeof caseSchema>
/** A rule that makes the run-specific parts of an output comparable. */
export type NormaliseRule = z.infer<typeof rule>

/** Reads a file of cases, plain or gzipped JSON. @throws Error that names the first case that does not parse */
export function readCases(path: string): ConformanceCase[] {
  const bytes = readFileSync(path)
  const text = (bytes[0] === 0x1f && bytes[1] === 0x8b ? gunzipSync(bytes) : bytes).toString('utf8')
  const parsed: unknown = JSON.parse(text)
  if (!Array.isArray(parsed)) throw new Error(`${path} is not a list of cases`)
  return parsed.map((value: unknown, index) => {
    const result = caseSchema.safeParse(value)
    if (!result.success)
      throw new Error(`case ${index} of ${path} does not have the format of a case: ${result.error.message}`)
    return result.data
  })
}
