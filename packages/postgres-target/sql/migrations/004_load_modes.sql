-- Which load modes there are is the code's to know: a new one needs no migration.

alter table hourglass.publishes drop constraint publishes_mode_check;
comment on column hourglass.publishes.mode is
  'How the rows were published: the load mode of the table, rebuild (a model of which all rows were made), advance (only the watermark moved).';
