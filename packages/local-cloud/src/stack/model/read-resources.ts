import { tryParseJson } from '@hourglass/local-stepfunctions/language/json'
import { StackError } from '../errors.ts'
import { asBlocks } from '../rules/blocks.ts'
import type { Block } from '../rules/rule.ts'
import type { StackScope } from '../stack-scope.ts'
import type { BucketModel, DatabaseModel, StateMachineModel } from './model.ts'
import { optionalText, resourceOf, textOf } from './read-arguments.ts'

/** @throws StackError for a definition that is not JSON */
export function readStateMachines(scope: StackScope): readonly StateMachineModel[] {
  return scope.blocksOfType('aws_sfn_state_machine').map((block) => {
    const definition = block.text('definition')
    if (tryParseJson(definition) === undefined) throw new StackError(`${block.id}: its definition is not JSON`)
    const type = optionalText(block, 'type') === 'EXPRESS' ? 'EXPRESS' : 'STANDARD'
    return { ...resourceOf(block, 'name'), roleArn: block.text('role_arn'), definition, type }
  })
}

/** Buckets, with what their versioning resource says. */
export function readBuckets(scope: StackScope): readonly BucketModel[] {
  const versionings = scope.blocksOfType('aws_s3_bucket_versioning')
  return scope.blocksOfType('aws_s3_bucket').map((block) => {
    const bucket = resourceOf(block, 'bucket')
    return {
      ...bucket,
      ...encryptionOf(bucket.name, scope),
      versioning: versionings.some((found) => found.text('bucket') === bucket.name && isEnabled(found)),
    }
  })
}

function encryptionOf(bucket: string, scope: StackScope): Pick<BucketModel, 'kmsKeyArn' | 'bucketKey'> {
  const found = scope.blocksOfType('aws_s3_bucket_server_side_encryption_configuration')
  const rules = found
    .filter((block) => block.text('bucket') === bucket)
    .flatMap((block) => asBlocks(block.argument('rule')))
  const defaults = rules.flatMap((rule) => asBlocks(rule['apply_server_side_encryption_by_default']))
  return {
    kmsKeyArn: defaults.map(({ kms_master_key_id: key }) => textOf(key)).find((key) => key !== undefined),
    bucketKey: rules.some(({ bucket_key_enabled: enabled }) => enabled === true || enabled === 'true'),
  }
}

function isEnabled(block: Block): boolean {
  return asBlocks(block.argument('versioning_configuration')).some((found) => found['status'] === 'Enabled')
}

/** Database instances, at the place that the caller gave for them. @throws StackError when none was given */
export function readDatabases(scope: StackScope): readonly DatabaseModel[] {
  return scope.blocksOfType('aws_db_instance').map((block) => ({
    ...resourceOf(block, 'identifier'),
    engine: optionalText(block, 'engine') ?? 'unknown',
    host: block.attributeText('address'),
    port: Number(block.attribute('port')),
    databaseName: optionalText(block, 'db_name'),
  }))
}
