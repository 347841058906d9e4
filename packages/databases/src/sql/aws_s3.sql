-- The functions of RDS's extension aws_s3 that Hourglass uses, for a Postgres on this machine.
-- Names and signatures: Amazon RDS User Guide, "Importing data from Amazon S3", function reference.
-- Run it as superuser in one database; aws-s3-extension.ts then fills aws_s3._settings.
-- The forms that take credentials as arguments are left out: locally a file holds them.

create schema if not exists aws_commons;
create schema if not exists aws_s3;

do $$
begin
  if to_regtype('aws_commons._s3_uri_1') is null then
    create type aws_commons._s3_uri_1 as (bucket text, file_path text, region text);
  end if;
end
$$;

create or replace function aws_commons.create_s3_uri(bucket text, file_path text, region text)
returns aws_commons._s3_uri_1
language sql immutable
as $$ select row(bucket, file_path, region)::aws_commons._s3_uri_1 $$;

-- One row: the shell command up to its arguments, and the folder where it leaves results.
create table if not exists aws_s3._settings (
  only_row boolean primary key default true check (only_row),
  program text not null,
  results text not null
);
revoke all on aws_s3._settings from public;

-- COPY runs with the rights of this file's owner, a superuser. Code that the table's owner attached to the table
-- would run with them too, so tables with such code are for superusers only. Functions of Postgres itself leave no
-- row in pg_depend; functions of users do.
create or replace function aws_s3._require_inert(relation regclass)
returns void
language plpgsql
set search_path = pg_catalog, pg_temp
as $$
declare
  part text;
begin
  select what into part from (
    select 'a trigger' as what from pg_trigger where tgrelid = relation and not tgisinternal
    union all
    select 'a rule' from pg_rewrite where ev_class = relation
    union all
    select 'row level security' from pg_class where oid = relation and relrowsecurity
    union all
    select 'a column of type ' || format_type(a.atttypid, null)
      from pg_attribute a join pg_type t on t.oid = a.atttypid
     where a.attrelid = relation and a.attnum > 0 and t.typtype in ('d', 'c')
    union all
    select 'a default, constraint or index that calls a function'
      from pg_depend d
     where d.refclassid = 'pg_proc'::regclass
       and ( (d.classid = 'pg_attrdef'::regclass
              and d.objid in (select oid from pg_attrdef where adrelid = relation))
          or (d.classid = 'pg_constraint'::regclass
              and d.objid in (select oid from pg_constraint where conrelid = relation))
          or (d.classid = 'pg_class'::regclass
              and d.objid in (select indexrelid from pg_index where indrelid = relation)))
  ) parts limit 1;
  if part is not null then
    raise exception 'the local aws_s3 imports into % for superusers only: it has %', relation, part
      using errcode = 'insufficient_privilege';
  end if;
end
$$;

-- `options` may hold COPY options and nothing else: words, numbers, quoted text, brackets and commas. A semicolon or a
-- comment would start another statement; WHERE would run expressions.
create or replace function aws_s3._require_copy_options(options text)
returns void
language plpgsql immutable
set search_path = pg_catalog, pg_temp
as $$
declare
  quoted constant text := $re$[eE]'(?:[^'\\]|''|\\.)*'|'(?:[^']|'')*'|"(?:[^"]|"")*"$re$;
begin
  if current_setting('standard_conforming_strings') <> 'on' then
    raise exception 'aws_s3 needs standard_conforming_strings = on';
  end if;
  if options !~ ('^(?:\s|[(),*]|\d+|[[:alpha:]_][[:alnum:]_]*(?![[:alnum:]_''"])|' || quoted || ')*$')
     or regexp_replace(options, quoted, ' ', 'g') ~* '\mwhere\M' then
    raise exception 'options are not COPY options: %', options using errcode = 'invalid_parameter_value';
  end if;
end
$$;

create or replace function aws_s3.table_import_from_s3(
  table_name text, column_list text, options text, bucket text, file_path text, region text
)
returns text
language plpgsql security definer
as $$
#variable_conflict use_variable
declare
  identifier constant text := '(?:[[:alpha:]_][[:alnum:]_$]*|"(?:[^"]|"")+")';
  callers_path text;
  relation regclass;
  caller name;
  target text;
  target_schema oid;
  result_file text;
  token text;
  command text;
  result jsonb;
  imported bigint;
begin
  -- The caller's search_path finds the table and nothing else: not an operator, not a function.
  callers_path := pg_catalog.current_setting('search_path');
  relation := table_name::pg_catalog.regclass;
  perform pg_catalog.set_config('search_path', 'pg_catalog, pg_temp', true);

  caller := case current_setting('role') when 'none' then session_user else current_setting('role') end;
  select format('%I.%I', n.nspname, c.relname), n.oid into target, target_schema
    from pg_class c join pg_namespace n on n.oid = c.relnamespace where c.oid = relation;
  if not (has_schema_privilege(caller, target_schema, 'usage') and has_table_privilege(caller, relation, 'insert')) then
    raise exception 'permission denied for table %', target using errcode = 'insufficient_privilege';
  end if;
  if not (select rolsuper from pg_roles where rolname = caller) then
    perform aws_s3._require_inert(relation);
  end if;
  if column_list !~ ('^\s*(?:' || identifier || '\s*(?:,\s*' || identifier || '\s*)*)?$') then
    raise exception 'column_list is not a list of column names: %', column_list
      using errcode = 'invalid_parameter_value';
  end if;
  perform aws_s3._require_copy_options(options);

  token := gen_random_uuid();
  select s.results || '/result-' || pg_backend_pid() || '.json',
         concat_ws(' ', s.program, '''' || replace(s.results, '''', '''\''''') || '/result-' || pg_backend_pid() || '.json''',
                   token, hex.bucket, hex.file_path, hex.region)
    into result_file, command
    from aws_s3._settings s,
         (select encode(convert_to(bucket, 'UTF8'), 'hex') as bucket,
                 encode(convert_to(file_path, 'UTF8'), 'hex') as file_path,
                 encode(convert_to(region, 'UTF8'), 'hex') as region) hex;
  begin
    execute format('copy %s %s from program %L %s', target,
                   case when trim(column_list) = '' then '' else '(' || column_list || ')' end, command, options);
    get diagnostics imported = row_count;
  exception when external_routine_exception then
    imported := null;
  end;
  result := pg_read_file(result_file, true)::jsonb;
  if imported is null or result->>'token' is distinct from token or result ? 'error' then
    raise exception '%', case when result->>'token' = token and result ? 'error' then result->>'error'
                              else 'the program that reads S3 could not run; the Postgres log says why' end
      using errcode = 'external_routine_exception';
  end if;
  perform set_config('search_path', callers_path, true);
  return format('%s rows imported into relation "%s" from file %s of %s bytes',
                imported, table_name, file_path, result->>'bytes');
end
$$;

create or replace function aws_s3.table_import_from_s3(
  table_name text, column_list text, options text, s3_info aws_commons._s3_uri_1
)
returns text
language plpgsql security definer
as $$
begin
  return aws_s3.table_import_from_s3(
    table_name, column_list, options, (s3_info).bucket, (s3_info).file_path, (s3_info).region);
end
$$;

-- As on RDS, using it takes: grant usage on schema aws_s3, aws_commons; grant execute on the functions.
revoke execute on all functions in schema aws_s3 from public;
