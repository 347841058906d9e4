import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import type { SpillDirectory } from '../store/text-store.ts'

/** A directory under the system's temporary one, made when first needed and removed with the engine. */
export class TemporaryDirectory implements SpillDirectory {
  private created: string | undefined

  path(): string {
    this.created ??= mkdtempSync(join(tmpdir(), 'local-stepfunctions-'))
    return this.created
  }

  dispose(): void {
    if (this.created !== undefined) rmSync(this.created, { recursive: true, force: true })
    this.created = undefined
  }
}
