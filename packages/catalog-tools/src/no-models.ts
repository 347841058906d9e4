import type { Models } from '@hourglass/catalog-kit/model'

/** What a bundle gets for a catalog folder without `models.ts`. */
export const models: Models = []
