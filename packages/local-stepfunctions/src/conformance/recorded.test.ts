import { fileURLToPath } from 'node:url'
import { expect, test } from 'vitest'
import { runConformance } from './run-file.ts'

const RECORDED = fileURLToPath(new URL('../../conformance/cases.json.gz', import.meta.url))

// Hundreds of executions, on a virtual clock.
test('every case that was recorded on AWS comes out as it did there', { timeout: 180_000 }, async () => {
  const report = await runConformance(RECORDED)
  expect(report.failures).toEqual([])
  expect(report.total).toBe(661)
})
