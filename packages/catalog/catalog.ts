// Made by `pnpm golden` from the files in tables/; changes here are lost.
import { defineCatalog } from '@hourglass/catalog-kit/define-catalog'
import { customers } from './tables/customers.ts'
import { orders } from './tables/orders.ts'

export const catalog = defineCatalog([customers, orders])
