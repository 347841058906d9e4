import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { defineConfig } from 'vitest/config'

/**
 * One vitest configuration for all packages. `unit` needs nothing; `db` needs the servers that the root
 * `test` command starts (`*.mysql.test.ts`, `*.pg.test.ts`, `*.s3.test.ts`, `*.e2e.test.ts`) and is never cached.
 */
/** Starts the servers when the root command has not. */
const SERVERS = fileURLToPath(new URL('./packages/testing/src/vitest-servers.ts', import.meta.url))
/** `*.pg.test.ts` and so on need servers. */
export const SERVER_SUFFIXES = ['mysql', 'pg', 's3', 'e2e']
const SERVER_TESTS = [`**/*.{${SERVER_SUFFIXES.join(',')}}.test.ts`]
/** Minutes each; run by `pnpm soak`, not by `pnpm test`. */
const SOAK_TESTS = ['**/*.soak.test.ts']
const IGNORED = ['**/node_modules/**', '**/dist/**', '**/cdktf.out/**']

/** The root `test` command adds up one JSON file per package and script. */
function resultsFile(): string | undefined {
  const { HOURGLASS_TEST_RESULTS: folder, npm_package_name: name, npm_lifecycle_event: script } = process.env
  if (!folder || !name || !script) return undefined
  return join(folder, `${name.replaceAll('/', '__')}.${script.replaceAll(':', '-')}.json`)
}
const results = resultsFile()

/** The AWS SDK warns on Node 20 in each worker; we support it until January 2027, when the SDK stops. */
const ENV = { AWS_SDK_JS_NODE_VERSION_SUPPORT_WARNING_DISABLED: 'true' }

export default defineConfig({
  test: {
    passWithNoTests: true,
    reporters: results ? ['default', ['json', { outputFile: results }]] : ['default'],
    projects: [
      {
        test: {
          name: 'unit',
          // Property tests on a busy machine; no test waits for time to pass.
          testTimeout: 20_000,
          env: ENV,
          include: ['**/*.test.ts'],
          exclude: [...IGNORED, ...SERVER_TESTS, ...SOAK_TESTS],
          typecheck: { enabled: false },
        },
      },
      {
        test: {
          name: 'db',
          env: ENV,
          include: SERVER_TESTS,
          exclude: IGNORED,
          globalSetup: [SERVERS],
          testTimeout: 60_000,
          hookTimeout: 60_000,
        },
      },
      {
        test: {
          name: 'soak',
          env: ENV,
          include: SOAK_TESTS,
          exclude: IGNORED,
          globalSetup: [SERVERS],
          testTimeout: 600_000,
          hookTimeout: 120_000,
        },
      },
    ],
  },
})
