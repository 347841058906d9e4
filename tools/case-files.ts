import { execFileSync } from 'node:child_process'
import { existsSync, readFileSync } from 'node:fs'
import path from 'node:path'
import { type TestedCase, testedCases } from './case-titles.ts'

/** Its tests cite numbers that do not exist. */
const ABOUT_CITATIONS = /^tools\/(?:case|citation).*\.ts$/

/** Files of the repository at `root`, new ones too, that are written by hand. Paths are relative to it. */
export function textFiles(root: string): string[] {
  const listed = execFileSync('git', ['ls-files', '--cached', '--others', '--exclude-standard'], {
    cwd: root,
    encoding: 'utf8',
    maxBuffer: 2 ** 26,
  })
  const byHand = (file: string) =>
    /\.(?:ts|md|mjs|sql|yml|sh)$/.test(file) && !file.includes('generated/') && !ABOUT_CITATIONS.test(file)
  return listed.split('\n').filter((file) => byHand(file) && existsSync(path.join(root, file)))
}

/** Files whose titles `pnpm test` runs, with the tables of cases that such titles come from. */
function holdsTitles(file: string): boolean {
  return (
    (file.endsWith('.test.ts') && !file.endsWith('.soak.test.ts')) || /\/(?:test|support|contract)\/.*\.ts$/.test(file)
  )
}

/** Every case that a title among `files` cites. */
export function casesInFiles(root: string, files: readonly string[]): TestedCase[] {
  return files.filter(holdsTitles).flatMap((file) => testedCases(file, readFileSync(path.join(root, file), 'utf8')))
}
