import { expect, test } from 'vitest'
import { ENVIRONMENT_CONFIGS } from '../environments/environments.ts'
import { validEnvironment } from '../environments/validate.ts'
import { githubTrustPolicy } from './github-trust.ts'

test('GitHub may take a role only from this repository, in a named context', () => {
  const config = validEnvironment('prod', ENVIRONMENT_CONFIGS)
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
