import { chain } from './chain.ts'
import { type LibraryTransform, shown } from './define-transform.ts'
import { durationBucket } from './duration-bucket.ts'
import { emptyToNull } from './empty-to-null.ts'
import { firstNonNull } from './first-non-null.ts'
import { jsonField } from './json-field.ts'
import { keyedHash } from './keyed-hash.ts'
import { languageBucket } from './language-bucket.ts'
import { maskEmail } from './mask-email.ts'
import { maskName } from './mask-name.ts'
import { minorUnits } from './minor-units.ts'
import { normaliseUnicode } from './normalise-unicode.ts'
import { npsClass } from './nps-class.ts'
import { periodKey } from './period-key.ts'
import { periodKeyIn } from './period-key-in.ts'
import { placeholderToNull } from './placeholder-to-null.ts'
import { redactContacts } from './redact-contacts.ts'
import { redactNames } from './redact-names.ts'
import { refuseEmpty } from './refuse-empty.ts'
import { scoreOutOf100 } from './score-out-of-100.ts'
import { secondsBetween } from './seconds-between.ts'
import { seniorityBucket } from './seniority-bucket.ts'
import { sentinelDate } from './sentinel-date.ts'
import { sizeBand } from './size-band.ts'
import { trimWhitespace } from './trim-whitespace.ts'
import { yearOf } from './year-of.ts'

/**
 * Every transform of the library, by name, for the registry page and the tests; of those made from options, one or two.
 * A test fails when a file here has none in it.
 */
export const REGISTRY: readonly LibraryTransform[] = [
  shown(chain(firstNonNull('given', 'usual'), trimWhitespace), [
    { in: { given: ' EUR ', usual: 'USD' }, out: 'EUR' },
    { in: { given: null, usual: null }, out: null },
  ]),
  shown(chain(trimWhitespace, emptyToNull), [
    { in: '  two   words ', out: 'two words' },
    { in: ' \n ', out: null },
  ]),
  durationBucket,
  emptyToNull,
  shown(firstNonNull('given', 'usual'), [
    { in: { given: 'EUR', usual: 'USD' }, out: 'EUR' },
    { in: { given: null, usual: 'USD' }, out: 'USD' },
    { in: { given: '', usual: 'USD' }, out: '' },
    { in: { given: null, usual: null }, out: null },
  ]),
  shown(jsonField('utm.source'), [
    { in: '{"utm":{"source":"q\\"r \\u00e9"}}', out: 'q"r é' },
    { in: '{"utm": {"source": 18446744073709551615}}', out: '18446744073709551615' },
    { in: '{"utm":{"source":true,"x":{}}}', out: 'true' },
    { in: '{"utm":{"source":[1, "a,b", {"c":null}]}}', out: '[1,"a,b",{"c":null}]' },
    { in: '{"utm":{"source":"first","source":"last"}}', out: 'last' },
    { in: '{"utm":{"source":null}}', out: null },
    { in: '{"other":{"source":"x"},"utm":{}}', out: null },
    { in: '[]', out: null },
  ]),
  shown(jsonField('steps.1'), [
    { in: '{"steps":[1,2,3]}', out: '2' },
    { in: '{"steps":[[1,2],{"a":"]"}]}', out: '{"a":"]"}' },
    { in: '{"steps":[1]}', out: null },
    { in: '{"steps":{"1":"by name"}}', out: 'by name' },
  ]),
  keyedHash,
  languageBucket,
  maskEmail,
  maskName,
  shown(minorUnits('EUR'), [
    { in: '12.34', out: '1234' },
    { in: '-0.50', out: '-50' },
    { in: '0.005', out: '1' },
    { in: '-0.004', out: '0' },
    { in: '90071992547409.93', out: '9007199254740993' },
    { in: '7', out: '700' },
  ]),
  shown(minorUnits('JPY'), [
    { in: '1200.00', out: '1200' },
    { in: '1200.50', out: '1201' },
  ]),
  normaliseUnicode,
  npsClass,
  shown(periodKey('month', 'Europe/Berlin'), [
    { in: '2026-03-31 21:59:59.999999', out: '2026-03' },
    { in: '2026-03-31 22:00:00.000000', out: '2026-04' },
  ]),
  shown(periodKey('week', 'America/New_York'), [
    { in: '2026-01-01 04:59:59.000000', out: '2026-W01' },
    { in: '2027-01-04 04:59:59.000000', out: '2026-W53' },
    { in: '2027-01-04 05:00:00.000000', out: '2027-W01' },
  ]),
  shown(periodKeyIn('month', 'sent_at', 'time_zone'), [
    { in: { sent_at: '2026-03-31 21:59:59.999999', time_zone: 'Europe/Berlin' }, out: '2026-03' },
    { in: { sent_at: '2026-03-31 21:59:59.999999', time_zone: 'Asia/Tokyo' }, out: '2026-04' },
    { in: { sent_at: '2026-03-31 21:59:59.999999', time_zone: 'Mars/Olympus' }, out: null },
    { in: { sent_at: null, time_zone: 'Asia/Tokyo' }, out: null },
    { in: { sent_at: '2026-03-31 21:59:59.999999', time_zone: null }, out: null },
  ]),
  shown(placeholderToNull('N/A'), [
    { in: 'N/A', out: null },
    { in: 'n/a', out: 'n/a' },
  ]),
  redactContacts,
  redactNames,
  refuseEmpty,
  shown(scoreOutOf100(1, 5), [
    { in: 1, out: '0.00' },
    { in: 2, out: '25.00' },
    { in: 5, out: '100.00' },
    { in: 6, out: null },
    { in: 0, out: null },
  ]),
  shown(scoreOutOf100(0, 7), [
    { in: 1, out: '14.29' },
    { in: 6, out: '85.71' },
  ]),
  shown(secondsBetween('sent_at', 'opened_at'), [
    { in: { sent_at: '2026-11-23 09:00:00.000000', opened_at: '2026-11-23 10:00:30.000000' }, out: '3630' },
    { in: { sent_at: '2026-11-23 09:00:00.500000', opened_at: '2026-11-23 09:00:02.499999' }, out: '1' },
    { in: { sent_at: '2026-11-23 09:00:02.499999', opened_at: '2026-11-23 09:00:00.500000' }, out: '-1' },
    { in: { sent_at: '2026-11-23 09:00:00.000000', opened_at: null }, out: null },
  ]),
  seniorityBucket,
  shown(sentinelDate(['9999-12-31', '1970-01-01 00:00:00'], 'null'), [
    { in: '9999-12-31', out: null },
    { in: '9999-12-31 23:59:59.000000', out: null },
    { in: '1970-01-01 00:00:00.000000', out: null },
    { in: '1970-01-01 00:00:01.000000', out: '1970-01-01 00:00:01.000000' },
    { in: '2026-11-23', out: '2026-11-23' },
  ]),
  shown(sentinelDate(['9999-12-31'], 'keep'), [{ in: '9999-12-31', out: '9999-12-31' }]),
  shown(sentinelDate(['9999-12-31'], 'quarantine'), [{ in: '2026-11-23', out: '2026-11-23' }]),
  sizeBand,
  trimWhitespace,
  yearOf,
]
