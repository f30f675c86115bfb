-- Which process follows the log, and which seals: a lease that its holder renews. It only saves work; the fences keep order.
create table elected (
  name   text        primary key,
  holder uuid        not null,
  until  timestamptz not null
);
grant select, insert, update, delete on elected to creditloan_writer;
