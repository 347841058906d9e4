import type { LibraryTransform } from './define-transform.ts'
import { emptyToNull } from './empty-to-null.ts'
import { keyedHash } from './keyed-hash.ts'
import { maskEmail } from './mask-email.ts'
import { maskName } from './mask-name.ts'
import { trimWhitespace } from './trim-whitespace.ts'

/** Every transform of the library, for the registry page and the tests. A test fails when a file here has none in it. */
export const REGISTRY: readonly LibraryTransform[] = [emptyToNull, keyedHash, maskEmail, maskName, trimWhitespace]
