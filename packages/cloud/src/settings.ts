import { cliSettings } from '@hourglass/contracts/environment'
import { readSettings, type SettingsOf } from '@hourglass/core/settings'

/** What the environment says to the CLI. @throws SettingsError naming every variable that cannot be used */
export function settings(): SettingsOf<typeof cliSettings> {
  return readSettings(cliSettings)
}
