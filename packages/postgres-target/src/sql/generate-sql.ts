import { writeFile } from 'node:fs/promises'
import { renderSqlModule, SQL_FOLDER, SQL_MODULE } from './sql-module.ts'

await writeFile(SQL_MODULE, await renderSqlModule(SQL_FOLDER))
