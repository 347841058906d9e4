import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { createRequire } from 'node:module'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, expect, test } from 'vitest'
import { readWorkflows } from '../test/workflow-files.ts'

/** The comment of a pull request, made by the script in plan.yml, with a GitHub that remembers comments. */

interface Comment {
  readonly id: number
  body: string
}

const here = process.cwd()
let folder: string

beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'hourglass-plan-comment-'))
  process.chdir(folder)
})
afterEach(() => {
  process.chdir(here)
  rmSync(folder, { recursive: true, force: true })
})

const script = readWorkflows()
  .get('plan.yml')
  ?.jobs['comment']?.steps?.map((step) => step.with?.['script'])
  .find((text) => typeof text === 'string')

/** Runs the script as actions/github-script does: the body of an async function. */
async function comment(comments: Comment[]): Promise<void> {
  const issues = {
    listComments: () => undefined,
    createComment: async ({ body }: { body: string }) => comments.push({ id: comments.length + 1, body }),
    updateComment: async ({ comment_id, body }: { comment_id: number; body: string }) => {
      const found = comments.find(({ id }) => id === comment_id)
      if (!found) throw new Error(`there is no comment ${comment_id}`)
      found.body = body
    },
  }
  const github = { rest: { issues }, paginate: async () => [...comments] }
  const context = { repo: { owner: 'o', repo: 'r' }, issue: { number: 1 } }
  // oxlint-disable-next-line no-implied-eval -- the script in the workflow is what is tested
  const run = new Function('github', 'context', 'require', `return (async () => {${script}})()`)
  await run(github, context, createRequire(import.meta.url))
}

test('a second push updates the comment of the first, and leaves those of people alone', async () => {
  const comments: Comment[] = [{ id: 1, body: 'Looks good.' }]
  writeFileSync('plan-prod.md', '## prod\n\n- **data**: no changes\n')
  writeFileSync('plan-dev.md', '## dev\n\n- **data**: Plan: 1 to add\n')
  await comment(comments)
  expect(comments).toHaveLength(2)
  expect(comments[1]?.body).toMatch(/^<!-- hourglass plan -->\n## dev[\s\S]*## prod/)

  writeFileSync('plan-dev.md', '## dev\n\n- **data**: no changes\n')
  await comment(comments)
  expect(comments).toHaveLength(2)
  expect(comments[1]?.body).not.toContain('1 to add')
  expect(comments[0]?.body).toBe('Looks good.')
})

test('a plan that is too long is cut, and none at all is said', async () => {
  const comments: Comment[] = []
  writeFileSync('plan-dev.md', 'x'.repeat(100_000))
  await comment(comments)
  expect(comments[0]?.body.length).toBeLessThan(65_536)
  expect(comments[0]?.body).toContain('cut here')
  rmSync('plan-dev.md')
  await comment(comments)
  expect(comments[0]?.body).toContain('No plan could be made')
})
