import { defineConfig } from 'vitest/config'
import { SERVER_SUFFIXES } from '../../vitest.shared.ts'

/** Set by `main.ts`: the package whose mutants the tests run for. */
const { HOURGLASS_MUTANTS_PACKAGE: mutated } = process.env
if (!mutated) throw new Error('HOURGLASS_MUTANTS_PACKAGE names no package; start with: pnpm mutants')

/** The unit tests that the mutants of one package have to fear: its own. */
export default defineConfig({
  test: {
    include: [`packages/${mutated}/src/**/*.test.ts`],
    exclude: ['**/node_modules/**', `**/*.{${SERVER_SUFFIXES.join(',')}}.test.ts`],
  },
})
