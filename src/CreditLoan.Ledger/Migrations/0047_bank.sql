-- The banks on the platform. Names are public.
create table bank (
  code text primary key,
  name text not null unique
);
grant select on bank to creditloan_reader;
grant select, insert, update on bank to creditloan_writer;
