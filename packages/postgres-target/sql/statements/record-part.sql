-- $1 staging, $2 part key, $3 rows. A second loader of the part waits here for the first one, then gets no row.
insert into hourglass.loaded_parts (staging, part_key, rows)
values ($1, $2, $3)
on conflict (staging, part_key) do nothing
