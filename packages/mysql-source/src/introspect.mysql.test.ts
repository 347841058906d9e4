import { mysqlDatabase } from '@hourglass/testing/databases'
import { expect, test } from 'vitest'
import { optionsFor } from '../test/helpers.ts'
import { introspect } from './introspect.ts'
import { scaffold } from './scaffold.ts'

const SCHEMA = [
  `create table film (
     film_id smallint unsigned not null auto_increment primary key,
     title varchar(255) not null comment 'As on the poster.',
     release_year year, length smallint unsigned, price decimal(4,2) not null default 4.99,
     rating enum('G','PG','NC-17') default 'G', extras set('Trailers','Deleted Scenes'),
     picture blob, meta json, is_new bool not null default true, flags bit(3), ratio float, shown_at time(3),
     last_update timestamp not null default current_timestamp on update current_timestamp,
     key (last_update)
   ) comment 'One row per film.'`,
  `create table film_actor (
     actor_id smallint unsigned not null, film_id smallint unsigned not null,
     last_update timestamp null default current_timestamp on update current_timestamp,
     primary key (actor_id, film_id), constraint fk foreign key (film_id) references film (film_id) on update cascade
   )`,
  `create table film_text (code char(3) not null, loose int, body longtext, unique (loose), unique (body(10)),
     unique key by_code (code), fulltext key (body)) engine = MyISAM`,
  'create table keyless (a int, unique (a))',
  'create table place (id int primary key, location geometry not null, area polygon)',
  'create view films as select film_id from film',
]

test('reads tables with their keys, and scaffolds all that can cross [case 43, 84]', async () => {
  await using database = await mysqlDatabase()
  for (const statement of SCHEMA) await database.query(statement)
  const tables = await introspect(optionsFor(database.url))
  expect(tables.map(({ name, keys }) => [name, keys])).toEqual([
    ['film', [['film_id']]],
    ['film_actor', [['actor_id', 'film_id']]],
    ['film_text', [['code']]],
    ['keyless', []],
    ['place', [['id']]],
  ])
  const { files, problems } = scaffold(tables, 'rental')
  expect(files.map(({ target, text }) => [target, /load: .*/.exec(text)?.[0]])).toEqual([
    ['rental.film', "load: { mode: 'merge', cursor: 'last_update' },"],
    ['rental.film_actor', "load: { mode: 'replace' },"],
    ['rental.film_text', "load: { mode: 'replace' },"],
  ])
  expect(problems).toEqual([
    expect.stringContaining('table "keyless": it has no primary key'),
    expect.stringContaining('"location" (geometry)'),
    expect.stringContaining('"area" (polygon)'),
  ])
  // MySQL leaves display widths out, and has a type of its own for JSON.
  const shown = (files[0]?.text ?? '')
    .replaceAll(/(year|smallint)\(\d\)/g, '$1')
    .replace('MySQL: json.', 'MySQL: longtext.')
  expect(shown).toContain(`  doc: 'One row per film.',
  owner: 'unassigned',
  columns: {
    film_id: col.smallintUnsigned({ doc: 'Assigned by MySQL AUTO_INCREMENT.' }),
    title: col.text({ doc: 'As on the poster.' }),
    release_year: col.year({ doc: 'As in MySQL: year.', nullable: true }),
    length: col.smallintUnsigned({ doc: 'As in MySQL: smallint unsigned.', nullable: true }),
    price: col.decimal({ doc: 'As in MySQL: decimal(4,2).', precision: 4, scale: 2 }),
    rating: col.enum({ doc: "As in MySQL: enum('G','PG','NC-17').", values: ['G', 'PG', 'NC-17'], nullable: true }),
    extras: col.set({ doc: "As in MySQL: set('Trailers','Deleted Scenes').", nullable: true }),
    picture: col.binary({ doc: 'As in MySQL: blob.', nullable: true }),
    meta: col.json({ doc: 'As in MySQL: longtext.', nullable: true }),
    is_new: col.tinyint({ doc: 'As in MySQL: tinyint(1).' }),
    flags: col.bit({ doc: 'As in MySQL: bit(3).', n: 3, nullable: true }),
    ratio: col.float({ doc: 'As in MySQL: float.', nullable: true }),
    shown_at: col.time({ doc: 'As in MySQL: time(3).', nullable: true }),
    last_update: col.timestamptz({ doc: 'Set by MySQL ON UPDATE; drives upserts.' }),
  },
  primaryKey: ['film_id'],`)
})

test('gives only the tables that were asked for', async () => {
  await using database = await mysqlDatabase()
  await database.query('create table a (id int primary key)')
  await database.query('create table b (id int primary key)')
  await database.query('create view v as select id from a')
  const tables = await introspect(optionsFor(database.url), ['b', 'v', 'missing'])
  expect(tables.map(({ name }) => name)).toEqual(['b'])
})
