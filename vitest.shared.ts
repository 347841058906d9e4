import { fileURLToPath } from 'node:url'
import { defineConfig } from 'vitest/config'

/**
 * One vitest configuration for all packages. `unit` needs nothing; `db` needs the servers that the root
 * `test` command starts (`*.mysql.test.ts`, `*.pg.test.ts`, `*.s3.test.ts`, `*.e2e.test.ts`) and is never cached.
 */
/** Starts the servers when the root command has not. */
const SERVERS = fileURLToPath(new URL('./packages/testing/src/vitest-servers.ts', import.meta.url))
const SERVER_TESTS = ['**/*.{mysql,pg,s3,e2e}.test.ts']
const IGNORED = ['**/node_modules/**', '**/dist/**', '**/cdktf.out/**']

export default defineConfig({
  test: {
    passWithNoTests: true,
    reporters: process.env['HOURGLASS_TEST_RESULTS'] ? ['default', 'json'] : ['default'],
    projects: [
      {
        test: {
          name: 'unit',
          include: ['**/*.test.ts'],
          exclude: [...IGNORED, ...SERVER_TESTS],
          typecheck: { enabled: false },
        },
      },
      {
        test: {
          name: 'db',
          include: SERVER_TESTS,
          exclude: IGNORED,
          globalSetup: [SERVERS],
          testTimeout: 60_000,
          hookTimeout: 60_000,
        },
      },
    ],
  },
})
