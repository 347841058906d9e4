import { createHash, randomUUID } from 'node:crypto'
import type jsonata from 'jsonata'
import { HASHES } from './intrinsics/functions.ts'
import { seededDouble } from './java-random.ts'
import { type Json, tryParseJson } from './json.ts'

/** Most characters that one call of $pad may add (observed 2026-09-23). */
const MOST_PADDING = 262_144

/** An evaluation that outgrew a bound of Step Functions; JSONata has no code for it. */
export class ExpressionLimitError extends Error {
  constructor(message: string) {
    super(message)
    this.name = 'ExpressionLimitError'
  }

  /** The bound on memory, in AWS's words. */
  static memory(): ExpressionLimitError {
    return new ExpressionLimitError('Expression evaluation memory limit exceeded: Check for excessive memory usage')
  }
}

/**
 * Adds the functions that Step Functions has in place of intrinsic functions ("Transforming data with JSONata"), and
 * takes $eval away.
 */
export function addStepFunctions(expression: jsonata.Expression): void {
  expression.registerFunction('partition', partition, '<a-n:a<a>>')
  expression.registerFunction('range', range, '<nnn:a<n>>')
  expression.registerFunction('hash', hash, '<ss?:s>')
  expression.registerFunction('random', random, '<n?:n>')
  expression.registerFunction('uuid', () => randomUUID(), '<:s>')
  expression.registerFunction('parse', parse, '<s:x>')
  expression.registerFunction('pad', pad, '<s-ns?:s>')
  expression.assign('eval', undefined)
}

// Versions of Node.js word their errors differently, and a cause must not depend on that.
function parse(text: string): Json {
  const value = tryParseJson(text)
  if (value === undefined) throw new Error('The argument of the "parse" function is not valid JSON')
  return value
}

function partition(items: unknown[], size: number): unknown[][] {
  const width = Math.max(1, Math.round(size))
  return Array.from({ length: Math.ceil(items.length / width) }, (_, index) =>
    items.slice(index * width, (index + 1) * width),
  )
}

function range(first: number, last: number, step: number): number[] {
  const length = step === 0 ? 0 : Math.max(0, Math.floor((last - first) / step) + 1)
  return Array.from({ length: Math.min(length, 1000) }, (_, index) => first + index * step)
}

function hash(text: string, algorithm = 'SHA-1'): string {
  const name = HASHES[algorithm]
  if (name === undefined) throw new Error(`${algorithm} is not one of ${Object.keys(HASHES).join(', ')}`)
  return createHash(name).update(text).digest('hex')
}

function random(seed?: number): number {
  return seed === undefined ? Math.random() : seededDouble(seed)
}

/** JSONata's own $pad, by characters, with AWS's bound on what it adds. */
function pad(text: string | undefined, width: number, filling = ' '): string | undefined {
  if (text === undefined) return undefined
  const missing = Math.abs(width) - Array.from(text).length
  if (missing > MOST_PADDING) throw ExpressionLimitError.memory()
  if (missing <= 0) return text
  const characters = Array.from(filling === '' ? ' ' : filling)
  const added =
    characters.join('').repeat(Math.floor(missing / characters.length)) +
    characters.slice(0, missing % characters.length).join('')
  return width < 0 ? added + text : text + added
}
