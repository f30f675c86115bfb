-- The words of every notice under which a consent was signed, by their digest: they outlive the version that pages show.
create table consent_notice (
  hash    text   primary key,
  version text   not null,
  words   text[] not null
);
grant select on consent_notice to creditloan_reader;
alter table consent_notice enable row level security;
create policy reading on consent_notice for select to creditloan_reader using (true);
create policy writing on consent_notice for all to creditloan_writer using (true) with check (true);
grant select, insert on consent_notice to creditloan_writer;

-- SM2 keys that an enterprise signs its consents with; the private half never comes here.
create table consent_key (
  enterprise    text        not null,
  thumbprint    text        not null,  -- SM3 of the public key
  name          text        not null,
  public_key    bytea       not null,  -- SubjectPublicKeyInfo
  registered_by text        not null,
  registered_at timestamptz not null,
  ended_at      timestamptz null,
  ended_by      text        null,
  primary key (enterprise, thumbprint)
);
grant select on consent_key to creditloan_reader;
grant select, insert, update on consent_key to creditloan_writer;
alter table consent_key enable row level security;
create policy consent_key_read on consent_key for select to creditloan_reader using (viewer_kind() = 'Enterprise' and enterprise = viewer_tenant());
create policy consent_key_write on consent_key for all to creditloan_writer using (true) with check (true);
