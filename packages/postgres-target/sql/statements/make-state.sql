-- $1 target.
insert into hourglass.table_state (target)
values ($1)
on conflict (target) do nothing
