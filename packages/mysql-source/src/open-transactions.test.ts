import { expect, test } from 'vitest'
import { parseTransactions } from './open-transactions.ts'

/** As both servers print it; the parts in front of the transactions may hold statements too. */
const monitor = (...transactions: readonly string[]) => `
=====================================
2026-11-27 19:41:02 140055556384448 INNODB MONITOR OUTPUT
=====================================
------------
TRANSACTIONS
------------
Trx id counter 1562
LIST OF TRANSACTIONS FOR EACH SESSION:
${transactions.join('\n')}
--------
FILE I/O
--------
----------------------------
END OF INNODB MONITOR OUTPUT
============================
`

const NOT_STARTED = '---TRANSACTION 375300807077064, not started\n0 lock struct(s), heap size 1128, 0 row lock(s)'
const READER = `---TRANSACTION (0x7f5d4a20cc80), ACTIVE 900 sec
0 lock struct(s), heap size 1128, 0 row lock(s)
MariaDB thread id 7, OS thread handle 140038620739264, query id 18 127.0.0.1 root`
const WRITER = `---TRANSACTION 1569, ACTIVE 12 sec
2 lock struct(s), heap size 1128, 1 row lock(s), undo log entries 1
MySQL thread id 16, OS thread handle 140055551100608, query id 43 localhost root`
const WAITING = `---TRANSACTION 1570, ACTIVE 30 sec starting index read
mysql tables in use 1, locked 1
LOCK WAIT 2 lock struct(s), heap size 1128, 1 row lock(s)
MySQL thread id 17, OS thread handle 140055550043840, query id 45 localhost root updating
update t set v=9 where id=99`
const PREPARED = '---TRANSACTION 1566, ACTIVE (PREPARED) 61 sec\n2 lock struct(s), heap size 1128, 1 row lock(s)'
const COMMITTED = '---TRANSACTION 1571, COMMITTED IN MEMORY\n1 lock struct(s), undo log entries 4'
const recovered = (state: string) =>
  `---TRANSACTION 1574, ${state} 5 sec recovered trx\n1 lock struct(s), undo log entries 3`

test.for<[string, string, number | null]>([
  ['nothing', monitor(), null],
  ['idle sessions and readers, however old', monitor(NOT_STARTED, READER), null],
  ['a writer', monitor(READER, WRITER), 12],
  ['a waiter that has changed nothing yet', monitor(WRITER, WAITING), 30],
  ['a prepared transaction without a session', monitor(PREPARED, WRITER), 61],
  ['one that every new snapshot sees', monitor(COMMITTED), null],
  ['one from before a restart that is being rolled back', monitor(recovered('ACTIVE')), null],
])('%s', ([, status, oldestSeconds]) => {
  expect(parseTransactions(status)).toEqual({ oldestSeconds, unknownStart: false })
})

test('a prepared transaction from before a restart has an unknown start', () => {
  const status = monitor(recovered('ACTIVE (PREPARED)'), WRITER)
  expect(parseTransactions(status)).toEqual({ oldestSeconds: 12, unknownStart: true })
})

test.for<[string, string]>([
  ['an empty answer', ''],
  ['a list that InnoDB has cut', monitor('... truncated...', WRITER)],
  ['a list that it could not lock', monitor('FAIL TO OBTAIN LOCK MUTEX, SKIP LOCK INFO PRINTING')],
  ['a text that ends early', monitor(WRITER).slice(0, -60)],
  ['a text without the list', monitor(WRITER).replace('LIST OF TRANSACTIONS', 'LIST')],
])('%s is not taken for a complete list', ([, status]) => {
  expect(parseTransactions(status)).toBeNull()
})

test('what a client writes into its statement hides nothing', () => {
  const forged = (text: string) => monitor(`${WRITER}\nselect '${text}'`, WAITING)
  expect(parseTransactions(forged('\n--------\nFILE I/O\n--------\n'))?.oldestSeconds).toBe(30)
  expect(parseTransactions(forged('\n---TRANSACTION 1, not started\n'))?.oldestSeconds).toBe(30)
  expect(parseTransactions(forged('\n---TRANSACTION 1, ACTIVE 99 sec\nLOCK WAIT'))?.oldestSeconds).toBe(99)
  expect(parseTransactions(forged('\n... truncated...\n'))).toBeNull()
})
