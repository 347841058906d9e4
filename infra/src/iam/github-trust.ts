import type { EnvironmentConfig } from '../environments/config.ts'
import { globalArn } from '../resource-names.ts'

export const GITHUB_HOST = 'token.actions.githubusercontent.com'

/**
 * Lets workflows of one repository take a role, in the given contexts only. Both `aud` and `sub` are compared as a
 * whole: a wildcard in `sub` would let in other repositories or branches.
 * https://docs.github.com/actions/security-for-github-actions/security-hardening-your-deployments/about-security-hardening-with-openid-connect
 */
export function githubTrustPolicy(config: EnvironmentConfig, contexts: readonly string[]): string {
  return JSON.stringify({
    Version: '2012-10-17',
    Statement: [
      {
        Effect: 'Allow',
        Action: 'sts:AssumeRoleWithWebIdentity',
        Principal: { Federated: globalArn(config, 'iam', `oidc-provider/${GITHUB_HOST}`) },
        Condition: {
          StringEquals: {
            [`${GITHUB_HOST}:aud`]: 'sts.amazonaws.com',
            [`${GITHUB_HOST}:sub`]: contexts.map((context) => `repo:${config.repository}:${context}`),
          },
        },
      },
    ],
  })
}
