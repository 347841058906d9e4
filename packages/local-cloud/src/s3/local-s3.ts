import { s3ErrorResponse } from '../http/error-response.ts'
import { RequestError } from '../http/request-error.ts'
import { sendResponse } from '../http/send-response.ts'
import type { StreamService } from '../http/service.ts'
import type { Authorize } from './authorize.ts'
import { S3Call } from './call.ts'
import { S3Error } from './errors.ts'
import { findOperation } from './operations.ts'
import { Store } from './store.ts'

/** How to open the local S3. */
export interface LocalS3Options {
  /** Where everything is kept, private to the user. One process at a time may have it open. */
  readonly folder: string
  /** Bytes of object data that the folder may hold; a write beyond is answered as on a full disk. Default: no limit. */
  readonly maxBytes?: number
  /** Asked before each operation. Default: every verified caller may do everything. */
  readonly authorize?: Authorize
}

/** The local S3, to be mounted on an endpoint with `mountS3(s3.serve)`. */
export interface LocalS3 {
  readonly serve: StreamService
  /** Bytes of object data held now, the parts of unfinished uploads included. */
  readonly usedBytes: number
  /** Makes a bucket unless it exists. @throws S3Error InvalidBucketName */
  ensureBucket(name: string): Promise<void>
}

/**
 * Opens the local S3 on a folder and removes what a crash left there.
 * @throws S3Error when the folder cannot be written, StorageDamagedError when its content cannot be used
 */
export async function openLocalS3(options: LocalS3Options): Promise<LocalS3> {
  const store = await Store.open(options.folder, options.maxBytes)
  const authorize = options.authorize ?? (() => undefined)
  return {
    serve: async (request, response, signed) => {
      if (signed.service !== 's3') {
        throw new RequestError(
          'AuthorizationHeaderMalformed',
          `the request is signed for "${signed.service}" and came to S3`,
        )
      }
      try {
        const call = new S3Call(request, response, signed, store, authorize)
        await findOperation(call)(call)
      } catch (error) {
        if (!(error instanceof S3Error) || response.headersSent) throw error
        const [resource] = (request.url ?? '/').split('?')
        sendResponse(request, response, s3ErrorResponse(error.status, error.code, error.message, resource))
      }
    },
    get usedBytes() {
      return store.usedBytes
    },
    ensureBucket: async (name) => {
      await store.create(name).catch((error: unknown) => {
        if (!(error instanceof S3Error) || error.code !== 'BucketAlreadyOwnedByYou') throw error
      })
    },
  }
}
