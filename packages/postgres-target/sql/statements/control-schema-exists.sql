select to_regclass('hourglass.migrations') is not null as found
