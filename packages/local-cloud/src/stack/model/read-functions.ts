import { existsSync } from 'node:fs'
import { isAbsolute, resolve } from 'node:path'
import { StackError } from '../errors.ts'
import { versionOf } from '../rules/aws-lambda-function.ts'
import type { Block } from '../rules/rule.ts'
import type { StackScope } from '../stack-scope.ts'
import type { AsyncModel, FunctionModel } from './model.ts'
import { nested, optionalNumber, optionalText, resourceOf, textMap } from './read-arguments.ts'
import { arnIn } from './read-retry.ts'

/** AWS's defaults: https://docs.aws.amazon.com/lambda/latest/api/API_CreateFunction.html */
const DEFAULT_MEMORY_MB = 128
const DEFAULT_TIMEOUT_SECONDS = 3
const DEFAULT_ASYNC_RETRIES = 2
const DEFAULT_ASYNC_AGE_SECONDS = 21_600

/** @throws StackError for a function that cannot run here, or whose deployment package is not there */
export function readFunctions(scope: StackScope): readonly FunctionModel[] {
  return scope.blocksOfType('aws_lambda_function').map((block) => {
    const reserved = optionalNumber(block, 'reserved_concurrent_executions') ?? -1
    return {
      ...resourceOf(block, 'function_name'),
      roleArn: block.text('role'),
      handler: block.text('handler'),
      runtime: checkRuntime(block),
      zipPath: zipPath(block, scope),
      memoryMb: optionalNumber(block, 'memory_size') ?? DEFAULT_MEMORY_MB,
      timeoutSeconds: optionalNumber(block, 'timeout') ?? DEFAULT_TIMEOUT_SECONDS,
      reservedConcurrency: reserved < 0 ? undefined : reserved,
      environment: textMap(nested(block, 'environment')['variables']),
      qualifiers: qualifiersOf(block, scope),
      async: readAsync(block, scope),
    }
  })
}

function checkRuntime(block: Block): string {
  const runtime = optionalText(block, 'runtime') ?? optionalText(block, 'package_type') ?? 'none'
  if (runtime.startsWith('nodejs')) return runtime
  throw new StackError(`${block.id}: the runtime "${runtime}" cannot run here; only nodejs runtimes from a zip can`)
}

function zipPath(block: Block, scope: StackScope): string {
  const file = optionalText(block, 'filename') ?? uploadedFile(block, scope)
  if (file === undefined)
    throw new StackError(`${block.id}: neither filename nor an aws_s3_object of the stack has its code`)
  const path = isAbsolute(file) ? file : resolve(scope.file.folder, file)
  if (!existsSync(path)) throw new StackError(`${block.id}: its code ${path} is not there; synthesize again`)
  return path
}

/** Code above 50 MB is uploaded to S3 first; the object's source is the same zip. */
function uploadedFile(block: Block, scope: StackScope): string | undefined {
  const bucket = optionalText(block, 's3_bucket')
  const key = optionalText(block, 's3_key')
  const uploads = [...scope.blocksOfType('aws_s3_object')]
  const upload = uploads.find((object) => object.text('bucket') === bucket && object.text('key') === key)
  return upload && optionalText(upload, 'source')
}

function qualifiersOf(block: Block, scope: StackScope): Readonly<Record<string, string>> {
  const aliases = scope.blocksOfType('aws_lambda_alias').filter((alias) => isFor(alias, block))
  const version = versionOf(block)
  return {
    $LATEST: '$LATEST',
    [version]: version,
    ...Object.fromEntries(aliases.map((alias) => [alias.text('name'), alias.text('function_version')])),
  }
}

function readAsync(block: Block, scope: StackScope): AsyncModel {
  const config = scope.blocksOfType('aws_lambda_function_event_invoke_config').find((found) => isFor(found, block))
  const destinations = config ? nested(config, 'destination_config') : {}
  return {
    retries: (config && optionalNumber(config, 'maximum_retry_attempts')) ?? DEFAULT_ASYNC_RETRIES,
    maximumAgeSeconds: (config && optionalNumber(config, 'maximum_event_age_in_seconds')) ?? DEFAULT_ASYNC_AGE_SECONDS,
    onSuccess: arnIn(destinations['on_success'], 'destination'),
    onFailure: arnIn(destinations['on_failure'], 'destination'),
    deadLetterArn: arnIn(block.argument('dead_letter_config'), 'target_arn'),
  }
}

/** True when a block's function_name, which may be a name or an ARN, means this function. */
function isFor(block: Block, functionBlock: Block): boolean {
  const named = block.text('function_name')
  return named === functionBlock.attribute('function_name') || named === functionBlock.attribute('arn')
}
