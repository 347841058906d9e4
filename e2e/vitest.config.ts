import { fileURLToPath } from 'node:url'
import { mergeConfig } from 'vitest/config'
import shared from '../vitest.shared.ts'

/** Synthesizes once and makes the demo's data once for all files here; runs after the servers have started. */
const SETUP = fileURLToPath(new URL('./support/global-setup.ts', import.meta.url))

const projects = (shared.test?.projects ?? []).map((project) =>
  typeof project === 'object' && 'test' in project && project.test?.name === 'db'
    ? mergeConfig(project, { test: { globalSetup: [SETUP] } })
    : project,
)

export default { ...shared, test: { ...shared.test, projects } }
