import { execFileSync } from 'node:child_process'
import { chmodSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { delimiter, dirname, join } from 'node:path'
import { afterAll, describe, expect, test, vi } from 'vitest'
import { SYNTH_TIMEOUT } from '../test/fixture-app.ts'
import { GITHUB } from '../test/workflow-files.ts'

vi.setConfig({ testTimeout: SYNTH_TIMEOUT })

describe('plan-stacks.sh', () => {
  const root = mkdtempSync(join(tmpdir(), 'hourglass-plan-script-'))
  afterAll(() => rmSync(root, { recursive: true, force: true }))

  /** Runs the script with a terraform whose plans end with these codes. */
  function plan(codes: Readonly<Record<string, number>>, ...flags: readonly string[]) {
    const app = mkdtempSync(join(root, 'app-'))
    for (const stack of Object.keys(codes)) mkdirSync(join(app, 'stacks', stack), { recursive: true })
    const cases = Object.entries(codes).map(([stack, code]) => `*/${stack}/) exit ${code};;`)
    const terraform = `#!/bin/sh\n[ "$2" = init ] && exit 0\necho "Plan: 1 to add"\necho "arguments: $*" | grep -o "arguments:\\|-refresh=false" | tr "\\n" " "\ncase "$1" in ${cases.join(' ')} esac\n`
    writeFileSync(join(app, 'terraform'), terraform)
    chmodSync(join(app, 'terraform'), 0o755)
    const report = join(app, 'report.md')
    const path = [app, dirname(process.execPath), '/usr/bin', '/bin'].join(delimiter)
    const env = { PATH: path, HOURGLASS_ENV: 'dev' }
    let status = 0
    try {
      execFileSync(join(GITHUB, 'scripts/plan-stacks.sh'), [app, report, ...flags], { env, stdio: 'pipe' })
    } catch (error) {
      status = Number(Object(error).status)
    }
    return { status, report: readFileSync(report, 'utf8') }
  }

  test('ends with 0 when nothing changes, or when changes are only to be shown', () => {
    expect(plan({ data: 0 }, '--fail-on-changes').status).toBe(0)
    const shown = plan({ data: 2, network: 0 })
    expect(shown.status).toBe(0)
    expect(shown.report).toMatch(/\*\*data\*\*: Plan: 1 to add[\s\S]*\*\*network\*\*: no changes/)
  })

  test('refreshes nothing when told so, and refuses a flag that it does not know', () => {
    expect(plan({ data: 2 }, '--no-refresh').report).toContain('arguments: -refresh=false')
    expect(plan({ data: 2 }).report).not.toContain('-refresh=false')
    expect(() => plan({ data: 0 }, '--refresh=false')).toThrow(/ENOENT/)
  })

  test('fails when there is drift, when a stack cannot be planned, and when there is no stack', () => {
    expect(plan({ data: 0, network: 2 }, '--fail-on-changes').status).toBe(2)
    const broken = plan({ data: 1, network: 2 }, '--fail-on-changes')
    expect(broken.status).toBe(1)
    expect(broken.report).toMatch(/\*\*network\*\*: Plan: 1 to add/)
    expect(plan({}).status).toBe(1)
  })
})
