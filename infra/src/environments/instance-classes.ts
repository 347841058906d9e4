/*
 * Instance classes that RDS has for the engines that are made here. A class that is not listed is refused: a deploy would
 * fail after many minutes. Add a new one when AWS does.
 * https://docs.aws.amazon.com/AmazonRDS/latest/UserGuide/Concepts.DBInstanceClass.Support.html (November 2026)
 */

const LARGE = ['large', 'xlarge', '2xlarge', '4xlarge', '8xlarge', '12xlarge', '16xlarge']
const WITH_24 = [...LARGE, '24xlarge']

const SIZES: Readonly<Record<string, readonly string[]>> = {
  t3: ['micro', 'small', 'medium', 'large', 'xlarge', '2xlarge'],
  t4g: ['micro', 'small', 'medium', 'large', 'xlarge', '2xlarge'],
  m5: WITH_24,
  m6g: LARGE,
  m6i: [...WITH_24, '32xlarge'],
  m7g: LARGE,
  m7i: [...WITH_24, '48xlarge'],
  m8g: [...WITH_24, '48xlarge'],
  r5: WITH_24,
  r6g: LARGE,
  r6i: [...WITH_24, '32xlarge'],
  r7g: LARGE,
  r7i: [...WITH_24, '48xlarge'],
  r8g: [...WITH_24, '48xlarge'],
  x2g: LARGE,
}

export function isInstanceClass(name: string): boolean {
  const [db, family = '', size = '', ...rest] = name.split('.')
  return db === 'db' && rest.length === 0 && (SIZES[family]?.includes(size) ?? false)
}

export const INSTANCE_FAMILIES = Object.keys(SIZES)
