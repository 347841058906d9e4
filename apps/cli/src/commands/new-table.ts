import { mkdir, readdir, writeFile } from 'node:fs/promises'
import path from 'node:path'
import { DEFAULT_CATALOG_FOLDER } from '@hourglass/catalog/catalog-plugin'
import { writeCatalogIndex } from '@hourglass/catalog/catalog-index'
import { type IntrospectedTable, introspect } from '@hourglass/mysql-source/introspect'
import { scaffold } from '@hourglass/mysql-source/scaffold'
import pc from 'picocolors'
import { CliError, EXIT } from '../errors.ts'
import type { Output } from '../output.ts'

export interface NewTableOptions {
  readonly all?: boolean
  readonly catalog?: string
  readonly schema: string
  /** MySQL to read, with a database; default: HOURGLASS_MYSQL_URL. */
  readonly url?: string
}
