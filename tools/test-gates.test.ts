import { expect, test } from 'vitest'
import { runGate } from './test-gates.ts'

const root = import.meta.dirname
const saying = (text: string, code = 0) =>
  [process.execPath, '-e', `console.log(${JSON.stringify(text)}); process.exitCode = ${code}`] as const

test('passes with the number of files it checked', async () => {
  const result = await runGate({ name: 'x', command: [...saying('Checked 12 files')], counts: /Checked (\d+)/ }, root)
  expect(result).toMatchObject({ passed: true, text: '12 files' })
})

test('fails when it checked no file, or does not say', async () => {
  for (const text of ['Checked 0 files', 'nothing to do']) {
    const result = await runGate({ name: 'x', command: [...saying(text)], counts: /Checked (\d+)/ }, root)
    expect(result).toMatchObject({ passed: false, text: `checked no file:\n${text}` })
  }
})

test('fails with the output of a program that failed', async () => {
  expect(await runGate({ name: 'x', command: [...saying('line 3 is wrong', 1)] }, root)).toMatchObject({
    passed: false,
    text: 'line 3 is wrong',
  })
})

test('fails when the program can not be started', async () => {
  const result = await runGate({ name: 'x', command: ['no-such-program'] }, root)
  expect(result.passed).toBe(false)
  expect(result.text).toContain('no-such-program')
})
