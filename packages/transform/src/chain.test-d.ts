import type { RowTransform, Transform } from '@hourglass/catalog-kit/transform'
import type { Equal } from '@hourglass/catalog-kit/type-equality'
import { chain } from './chain.ts'
import { emptyToNull } from './empty-to-null.ts'
import { firstNonNull } from './first-non-null.ts'
import { npsClass } from './nps-class.ts'
import { trimWhitespace } from './trim-whitespace.ts'

/* What the compiler knows of a chain: NULL comes out exactly when one of the two can give it. */

const clean = chain(trimWhitespace, trimWhitespace)
export const neverNull: Equal<typeof clean, Transform<string, string>> = true

const nullFromSecond = chain(trimWhitespace, emptyToNull)
export const second: Equal<typeof nullFromSecond, Transform<string, string | null>> = true

const nullFromFirst = chain(emptyToNull, trimWhitespace)
export const first: Equal<typeof nullFromFirst, Transform<string, string | null>> = true

// @ts-expect-error text does not fit where a number is taken
export const mismatch = chain(trimWhitespace, npsClass)

const row = chain(firstNonNull('given', 'usual'), trimWhitespace)
type Given = { readonly given: string | null; readonly usual: string | null }
export const ofInputs: Equal<typeof row, RowTransform<Given, string | null>> = true

// @ts-expect-error what the inputs give does not fit
export const rowMismatch = chain(firstNonNull('given', 'usual'), npsClass)

// @ts-expect-error a row transform takes inputs, not a value
export const valueBeforeRow = chain(trimWhitespace, firstNonNull('given', 'usual'))
