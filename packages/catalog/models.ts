// Made by `pnpm golden` from the files in models/; changes here are lost.
import { defineModels } from '@hourglass/catalog-kit/define-models'
import { catalog } from './catalog.ts'

export const models = defineModels(catalog, [])
