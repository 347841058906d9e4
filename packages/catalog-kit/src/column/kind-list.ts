import type { Kind } from './kind.ts'
import { bigint } from '../kinds/bigint.ts'
import { bigintUnsigned } from '../kinds/bigint-unsigned.ts'
import { binary } from '../kinds/binary.ts'
import { bit } from '../kinds/bit.ts'
import { bool } from '../kinds/bool.ts'
import { date } from '../kinds/date.ts'
import { decimal } from '../kinds/decimal.ts'
import { double } from '../kinds/double.ts'
import { enumOf } from '../kinds/enum.ts'
import { float } from '../kinds/float.ts'
import { int } from '../kinds/int.ts'
import { intUnsigned } from '../kinds/int-unsigned.ts'
import { json } from '../kinds/json.ts'
import { mediumint } from '../kinds/mediumint.ts'
import { mediumintUnsigned } from '../kinds/mediumint-unsigned.ts'
import { set } from '../kinds/set.ts'
import { smallint } from '../kinds/smallint.ts'
import { smallintUnsigned } from '../kinds/smallint-unsigned.ts'
import { text } from '../kinds/text.ts'
import { time } from '../kinds/time.ts'
import { timestamp } from '../kinds/timestamp.ts'
import { timestamptz } from '../kinds/timestamptz.ts'
import { tinyint } from '../kinds/tinyint.ts'
import { tinyintUnsigned } from '../kinds/tinyint-unsigned.ts'
import { year } from '../kinds/year.ts'

/** Every kind there is, with options where it takes any; for the page of kinds. */
export const KIND_LIST: readonly Kind[] = [
  tinyint,
  tinyintUnsigned,
  smallint,
  smallintUnsigned,
  mediumint,
  mediumintUnsigned,
  int,
  intUnsigned,
  bigint,
  bigintUnsigned,
  decimal({ precision: 10, scale: 2 }),
  float,
  double,
  bool,
  bit({ n: 8 }),
  date,
  timestamp,
  timestamptz(),
  timestamptz({ datetimeIn: 'UTC' }),
  time,
  year,
  text,
  enumOf({ values: ['a', 'b'] }),
  set,
  json,
  binary,
]
