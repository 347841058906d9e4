-- $1 model. Nothing before its first build.
select m.definition, to_char(s.watermark, 'YYYY-MM-DD HH24:MI:SS.US') as watermark
from hourglass.model_state as m
join hourglass.table_state as s on s.target = m.target
where m.target = $1
