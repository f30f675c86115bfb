-- After a restore to before a checkpoint that others hold: a signed statement of what survived and what was lost.
create table evidence_epoch (
  number    int         primary key,
  at        timestamptz not null,
  surviving bigint      not null,
  root      bytea       not null,
  lost      bigint      not null,
  lost_root bytea       not null,
  reason    text        not null,
  key       text        not null,
  signature bytea       not null
);
grant select, insert on evidence_epoch to creditloan_sealer;
grant select on evidence_epoch to creditloan_reader;
alter table evidence_epoch enable row level security;
create policy sealing on evidence_epoch to creditloan_sealer using (true) with check (true);
create policy reading on evidence_epoch for select to creditloan_reader using (true);
