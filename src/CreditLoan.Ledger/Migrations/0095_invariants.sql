-- What the last check of every invariant found; the platform's own people see the example.
create table invariant_check (
  name    text        primary key,
  at      timestamptz not null,
  broken  bigint      not null,
  example text        null
);
grant select, insert, update, delete on invariant_check to creditloan_writer;
grant select on invariant_check to creditloan_reader;
alter table invariant_check enable row level security;
create policy writing on invariant_check for all to creditloan_writer using (true) with check (true);
create policy reading on invariant_check for select to creditloan_reader using (viewer_kind() = 'Platform');
