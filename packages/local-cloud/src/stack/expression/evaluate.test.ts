import type { Json } from '@hourglass/local-stepfunctions/language/json'
import { describe, expect, test } from 'vitest'
import { evaluate, type Scope } from './evaluate.ts'
import { parseTemplate } from './parse-template.ts'

const VALUES: Readonly<Record<string, Json>> = {
  'aws_s3_bucket.data': { arn: 'arn:aws:s3:::data', tags: { team: 'a b' } },
  'local.list': ['x', 'y'],
  'local.objects': [{ id: 1 }, { id: 2 }],
  'var.count': 3,
}

const scope: Scope = {
  resolve: (path) => {
    const value = VALUES[path.slice(0, 2).join('.')]
    if (value === undefined) throw new Error(`unknown ${path.join('.')}`)
    return { value, used: 2 }
  },
}

const run = (template: string): Json => evaluate(parseTemplate(template), scope)

describe('templates', () => {
  test.each<[string, Json]>([
    ['plain', 'plain'],
    // biome-ignore lint: these are Terraform templates, not JavaScript ones
    ['${aws_s3_bucket.data.arn}/*', 'arn:aws:s3:::data/*'],
    ['${local.list}', ['x', 'y']],
    ['$${kept} %%{kept} ${var.count}', '${kept} %{kept} 3'],
    ['{"a":"${aws_s3_bucket.data.arn}","b":"{% $x %}"}', '{"a":"arn:aws:s3:::data","b":"{% $x %}"}'],
    ['${"in ${"nested ${var.count}"} \\"q\\" \\u0041"}', 'in nested 3 "q" A'],
    ['${aws_s3_bucket.data.tags["team"]}', 'a b'],
    ['${local.list[1]}${local.list.0}', 'yx'],
    ['${local.objects[*].id}', [1, 2]],
    ['${var.count > 2 ? "many" : "few"}', 'many'],
    ['${1 + 2 * 3 == 7 && !false}', true],
    ['${-(var.count - 5)}', 2],
    ['${{a = 1, "b": [true, null]}}', { a: 1, b: [true, null] }],
  ])('%s', (template, expected) => {
    expect(run(template)).toEqual(expected)
  })
})

describe('functions', () => {
  test.each<[string, Json]>([
    ['${jsonencode({"b" = "<x>", "a" = [1, true, null]})}', '{"a":[1,true,null],"b":"\\u003cx\\u003e"}'],
    ['${format("%s-%03d %v %%", "a", 7, [1])}', 'a-007 [1] %'],
    ['${join(",", concat(local.list, ["z"]))}', 'x,y,z'],
    ['${replace("a.b.c", "/[.]/", "-")}', 'a-b-c'],
    ['${merge({a = 1}, {b = 2})}', { a: 1, b: 2 }],
    ['${max([1, 5, 3]...)}', 5],
    ['${lookup({a = 1}, "b", "none")}', 'none'],
    ['${substr("hello", 1, 3)}', 'ell'],
    ['${element(["a", "b"], 3)}', 'b'],
    ['${tonumber("12") + length("four")}', 16],
    ['${jsondecode("{\\"a\\":[1]}").a[0]}', 1],
    ['${trimsuffix("arn:log:*", ":*")}', 'arn:log'],
  ])('%s', (template, expected) => {
    expect(run(template)).toEqual(expected)
  })
})

describe('errors name what is not supported', () => {
  test.each([
    ['${uuid()}', /function "uuid" is not supported here/],
    ['${[for x in local.list : x]}', /for expressions are not supported/],
    ['%{ if true }x%{ endif }', /template directives/],
    ['a ${local.list}', /a list cannot become text/],
    ['${aws_s3_bucket.data.nothing}', /there is no "nothing"/],
    ['${local.list', /"}" is missing at character 12/],
    ['${join(",")}', /join: argument 2 is missing/],
  ])('%s', (template, message) => {
    expect(() => run(template)).toThrow(message)
  })
})
