-- $1 target, $2 run, $3 seconds. Takes the lease when it is free, expired, this run's own, or held by a run that has
-- ended (a failed retry of it): the fence decides between them. A row comes back when it did.
insert into hourglass.table_leases as l (target, run, held_until)
values ($1, $2, clock_timestamp() + make_interval(secs => $3))
on conflict (target) do update
set run = excluded.run, held_until = excluded.held_until
where l.run is null or l.run = excluded.run or l.held_until <= clock_timestamp()
  or exists (select from hourglass.runs as r where r.run = l.run and r.state <> 'running')
returning run
