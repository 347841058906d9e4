-- $1 target.
insert into hourglass.table_leases as l (target, plan_sequence)
values ($1, 1)
on conflict (target) do update
set plan_sequence = l.plan_sequence + 1
returning plan_sequence as fence
