-- $1 number, $2 name, $3 checksum.
insert into hourglass.migrations (id, name, checksum)
values ($1, $2, $3)
