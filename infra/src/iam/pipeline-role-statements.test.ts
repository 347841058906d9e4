import { expect, test } from 'vitest'
import { ENVIRONMENT_CONFIGS } from '../environments/environments.ts'
import { validEnvironment } from '../environments/validate.ts'
import { githubTrustPolicy } from './github-trust.ts'
import { deployStatements, planStatements } from './pipeline-role-statements.ts'

const config = validEnvironment('prod', ENVIRONMENT_CONFIGS)
const access = { config, stateBucketArn: 'arn:aws:s3:::state', stateKeyArn: 'arn:aws:kms:eu-west-1:1:key/k' }
const allowed = (statements: ReturnType<typeof planStatements>) =>
  statements.filter((statement) => statement.effect !== 'Deny').flatMap((statement) => statement.actions)

test('the role that plans can read configuration and its own state, and can change nothing', () => {
  const actions = allowed(planStatements(access))
  expect(actions.length).toBeGreaterThan(20)
  expect(actions.filter((action) => !/:(Describe|Get|List|Validate|Decrypt$)/.test(action))).toEqual([])
})

test('neither role can read objects of the data bucket, secret values or logs', () => {
  for (const statements of [planStatements(access), deployStatements(access)]) {
    const denied = statements.filter((statement) => statement.effect === 'Deny')
    expect(denied.flatMap((statement) => statement.actions)).toEqual(
      expect.arrayContaining(['s3:GetObject*', 'secretsmanager:GetSecretValue', 'logs:GetLogEvents']),
    )
    const objects = statements.filter((statement) => statement.actions.includes('s3:GetObject'))
    expect(objects.flatMap((statement) => statement.resources)).toEqual(['arn:aws:s3:::state/prod/*'])
  }
})

test('the role that deploys cannot change the rights of the roles of CI', () => {
  const own = deployStatements(access).find((statement) => statement.sid === 'NeverOwnRights')
  expect(own).toMatchObject({ effect: 'Deny' })
  expect(own?.resources).toEqual([
    'arn:aws:iam::777788889999:role/hourglass-prod-plan',
    'arn:aws:iam::777788889999:role/hourglass-prod-deploy',
  ])
})

test('GitHub may take a role only from this repository, in a named context', () => {
  expect(JSON.parse(githubTrustPolicy(config, ['environment:prod']))).toMatchObject({
    Statement: [
      {
        Condition: {
          StringEquals: {
            'token.actions.githubusercontent.com:aud': 'sts.amazonaws.com',
            'token.actions.githubusercontent.com:sub': ['repo:your-organisation/hourglass:environment:prod'],
          },
        },
      },
    ],
  })
})
