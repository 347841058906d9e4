-- $1 staging.
delete from hourglass.loaded_parts
where staging = $1
