-- Witnesses: who may cosign, and what they signed. A key is never taken away, so that an old cosignature can be checked; one that ended signs no more.
create table evidence_witness (
  id       text        primary key,
  name     text        not null,
  public   bytea       not null,
  since    timestamptz not null default now(),
  ended_at timestamptz null
);
create table evidence_cosignature (
  suite     text        not null,
  size      bigint      not null,
  witness   text        not null,
  key       text        not null references evidence_witness (id),
  at        timestamptz not null,
  signature bytea       not null,
  primary key (suite, size, key),
  foreign key (suite, size) references evidence_checkpoint (suite, size)
);
grant select on evidence_witness to creditloan_sealer, creditloan_reader;
grant select, insert on evidence_cosignature to creditloan_sealer;
grant select on evidence_cosignature to creditloan_reader;
alter table evidence_witness enable row level security;
create policy sealing on evidence_witness for select to creditloan_sealer using (true);
create policy reading on evidence_witness for select to creditloan_reader using (true);
alter table evidence_cosignature enable row level security;
create policy sealing on evidence_cosignature to creditloan_sealer using (true) with check (true);
create policy reading on evidence_cosignature for select to creditloan_reader using (true);
