import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { generateDemoData } from '@hourglass/candidate-experience/data/generate'
import { mysqlDatabase } from '@hourglass/testing/databases'
import { createConnection } from 'mysql2/promise'
import type { TestProject } from 'vitest/node'
import type { Shared } from './shared.ts'

/** Rows of the shared demo data, all tables together: the fewest that the generator makes. */
const ROWS = 10_000

/** Once for all test files: a folder for synthesized output, and the demo's data in a database that tests copy. */
export default async function setup(project: TestProject): Promise<() => Promise<void>> {
  const folder = await mkdtemp(path.join(tmpdir(), 'hourglass-e2e-shared-'))
  const demo = await mysqlDatabase()
  const connection = await createConnection(demo.url)
  try {
    await generateDemoData({ connection, rows: ROWS })
  } finally {
    await connection.end()
  }
  const shared: Shared = { folder, demoDatabase: demo.name }
  project.provide('shared', shared)
  return async () => {
    await demo[Symbol.asyncDispose]()
    await rm(folder, { recursive: true, force: true })
  }
}
