import type { JsonObjects } from './store/json-objects.ts'
import type { LineObjects } from './store/lines.ts'
import type { Listing } from './store/listing.ts'
import type { PackedObjects } from './store/packed-objects.ts'
import type { PartReader, PartWriter } from './store/parts.ts'
import type { TextObjects } from './store/text-objects.ts'

/**
 * S3 as an adapter offers it, one bucket: every capability. A use case takes only those that it uses. All of them throw
 * `ObjectStoreError`, `ObjectMissingError` or `ObjectAccessError`.
 */
export interface ObjectStore
  extends JsonObjects,
    TextObjects,
    PackedObjects,
    Listing,
    PartWriter,
    PartReader,
    LineObjects {}
