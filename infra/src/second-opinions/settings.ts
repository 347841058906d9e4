import { setting } from '@hourglass/core/settings'
import { z } from 'zod'

/** Where the tools are looked for. None is needed for anything else here. */
export const toolSettings = {
  path: setting('PATH', 'where terraform, moto_server and checkov are looked for', z.string().default('')),
  home: setting('HOME', 'the home folder, which the tools ask for', z.string().default('/')),
  plugins: setting(
    'HOURGLASS_TERRAFORM_PLUGINS',
    'a folder with registry.terraform.io/hashicorp/aws/<version>/<platform>, as `terraform providers mirror` fills it',
    z.string().optional(),
  ),
} as const
