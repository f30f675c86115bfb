-- Natural persons. Their fields lie in one table and nowhere else, under a key of each person; the person's key is wrapped by
-- a key of the tenant, and that one by the master key outside the database. Erasing deletes the person's key.
create schema personal;

create table personal.tenant_key (
  tenant  text        not null,
  version integer     not null,
  wrapped bytea       not null,
  made_at timestamptz not null,
  primary key (tenant, version)
);

create table personal.subject (
  id          text        primary key,
  tenant      text        not null,
  key_version integer     null,
  wrapped     bytea       null,      -- null once the person is erased
  made_at     timestamptz not null,
  left_on     date        null,      -- the day on which the person left the enterprise
  erased_at   timestamptz null,
  foreign key (tenant, key_version) references personal.tenant_key (tenant, version)
);
create index subject_tenant on personal.subject (tenant);

create table personal.field (
  subject text        not null references personal.subject (id),
  name    text        not null,
  value   bytea       not null,
  kept_at timestamptz not null,
  primary key (subject, name)
);

grant usage on schema personal to creditloan_writer;
grant select, insert, update, delete on personal.tenant_key, personal.field to creditloan_writer;
grant select, insert, update on personal.subject to creditloan_writer;
