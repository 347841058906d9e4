import type { SourceDatabase, TargetDatabase } from '@hourglass/catalog-kit/database-types'
import type { Equal } from '@hourglass/catalog-kit/type-equality'
import type { CatalogSource, CatalogTarget } from './generated/kysely.ts'
import type { catalog } from './catalog.ts'
import type { models } from './models.ts'

/*
 * The generated types say exactly what is derived from the table and model files. `pnpm golden` writes the text, the compiler
 * derives the truth, and this file fails to compile when the two differ.
 */

type AnyTable = (typeof catalog)[number]
type AnyTarget = AnyTable | (typeof models)[number]

type Rows<D> = { [Name in keyof D]: { [Column in keyof D[Name]]: D[Name][Column] } }

export const sourceIsDerived: Equal<Rows<CatalogSource>, Rows<SourceDatabase<AnyTable>>> = true
export const targetIsDerived: Equal<Rows<CatalogTarget>, Rows<TargetDatabase<AnyTarget>>> = true
