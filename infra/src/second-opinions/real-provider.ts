import { existsSync, readdirSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { readSettings } from '@hourglass/core/settings'
import { toolSettings } from './settings.ts'

/** A real AWS provider on this machine. */
export interface RealProvider {
  readonly version: string
  /** Folder to install from. */
  readonly mirror: string
}

/** Folders that Terraform itself looks in for providers that are already there (its documentation, "Implied local mirror"). */
const IMPLIED = ['.terraform.d/plugins', '/usr/local/share/terraform/plugins', '/usr/share/terraform/plugins']

/** The newest AWS provider in a plugin folder; undefined when there is none. */
export function findProvider(): RealProvider | undefined {
  const { plugins, home } = readSettings(toolSettings)
  const folders = [
    ...(plugins === undefined ? [] : [plugins]),
    ...IMPLIED.map((each) => (each.startsWith('/') ? each : join(home, each))),
  ]
  for (const mirror of folders) {
    const versions = join(mirror, 'registry.terraform.io/hashicorp/aws')
    if (!existsSync(versions)) continue
    const [version] = readdirSync(versions).sort((one, other) => other.localeCompare(one, undefined, { numeric: true }))
    if (version !== undefined) return { version, mirror }
  }
  return undefined
}

/** Writes the configuration that lets Terraform install from the mirror alone. */
export function mirrorConfig(folder: string, { mirror }: RealProvider): string {
  const file = join(folder, 'terraform.rc')
  writeFileSync(file, `provider_installation {\n  filesystem_mirror {\n    path = ${JSON.stringify(mirror)}\n  }\n}\n`)
  return file
}
