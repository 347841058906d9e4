import { resolve } from 'node:path'
import { setting } from '@hourglass/core/settings'
import { z } from 'zod'
import { REPOSITORY } from './bundling/bundle-workers.ts'

const folder = z.string().transform((path) => resolve(path))

/** What `pnpm synth` reads. */
export const synthSettings = {
  environment: setting('HOURGLASS_ENV', 'which environment to synthesize', z.string().default('dev')),
  catalog: setting(
    'HOURGLASS_CATALOG',
    'the folder with catalog.ts and tables/*.ts',
    folder.default(resolve(REPOSITORY, 'packages/catalog')),
  ),
  bootstrapState: setting(
    'HOURGLASS_BOOTSTRAP_STATE',
    'where the bootstrap stack keeps its state: local for the very first apply, then s3',
    z.enum(['s3', 'local']).default('s3'),
  ),
  outdir: setting('CDKTF_OUTDIR', 'where the Terraform goes', folder.default(resolve(REPOSITORY, 'cdktf.out'))),
} as const
