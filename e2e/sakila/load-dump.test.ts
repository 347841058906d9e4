import { expect, test } from 'vitest'
import { splitByDelimiter } from './load-dump.ts'

test('sends plain statements together and triggers one by one', () => {
  const dump =
    "CREATE TABLE a (x INT);\nINSERT INTO a VALUES (1);\nDELIMITER ;;\nCREATE TRIGGER t BEGIN SELECT ';'; END;;\nCREATE TRIGGER u BEGIN END;;\nDELIMITER ;\nINSERT INTO a VALUES (2);\n"
  expect(splitByDelimiter(dump)).toEqual([
    'CREATE TABLE a (x INT);\nINSERT INTO a VALUES (1);',
    "CREATE TRIGGER t BEGIN SELECT ';'; END",
    'CREATE TRIGGER u BEGIN END',
    'INSERT INTO a VALUES (2);',
  ])
})
