-- The event tables, laid out as Marten 9 lays them out (docs/event-store.md); nothing else may be added to them.
create sequence mt_events_sequence cache 1;

create table mt_streams (
  id          varchar     not null constraint pkey_mt_streams_id primary key,
  type        varchar     null,
  version     bigint      null,
  timestamp   timestamptz not null default now(),
  created     timestamptz not null default now(),
  tenant_id   varchar     null default '*DEFAULT*',
  is_archived boolean     null default false
);

create table mt_events (
  seq_id         bigint       not null constraint pkey_mt_events_seq_id primary key,
  id             uuid         not null,
  stream_id      varchar      null constraint fkey_mt_events_stream_id references mt_streams (id) on delete cascade,
  version        bigint       not null,
  data           jsonb        not null,
  bdata          bytea        null,
  type           varchar(500) not null,
  timestamp      timestamptz  not null,
  tenant_id      varchar      null default '*DEFAULT*',
  mt_dotnet_type varchar      null,
  correlation_id varchar      null,
  causation_id   varchar      null,
  headers        jsonb        null,
  user_name      varchar      null,
  is_archived    boolean      null default false
);
create unique index pk_mt_events_stream_and_version on mt_events (stream_id, version);
alter sequence mt_events_sequence owned by mt_events.seq_id;

create table mt_event_progression (
  name         varchar     not null constraint pk_mt_event_progression primary key,
  last_seq_id  bigint      null,
  last_updated timestamptz null default transaction_timestamp()
);

-- Ours: accepted commands and their answers, kept so that a repeated command gets the first answer again.
create table command (
  id      uuid        primary key,
  content text        not null,
  answer  jsonb       not null,
  at      timestamptz not null
);

-- Who did what, when, with which answer. Written in the act's own transaction; append-only.
create table audit (
  id            bigint generated always as identity primary key,
  at            timestamptz not null,
  account       text        not null,
  role          text        not null,
  tenant        text        not null,
  act           text        not null,
  subject       text[]      not null,
  outcome       text        not null,
  command       uuid        null,
  business_date date        null,
  detail        jsonb       null
);
create index audit_account_at on audit (account, at);
create index audit_subject on audit using gin (subject);

-- What holds across streams: one row a key, taken by the stream that has it.
create table taken_key (
  kind      text not null,
  key       text not null,
  stream_id text not null,
  primary key (kind, key)
);

-- Single leaves waiting to be sealed.
create table evidence_queue (
  id      bigint generated always as identity primary key,
  at      timestamptz not null,
  kind    text        not null,
  subject text        not null,
  content text        not null
);

-- Views whose fold failed, and where; the append goes on without them.
create table view_stopped (
  name  text        primary key,
  at    timestamptz not null,
  stream_id text    not null,
  version   bigint  not null,
  cause text        not null
);

-- Passwords of this database's own logins; the owner alone reads them.
create table login_secret (
  role     text primary key,
  password text not null
);

create function viewer_kind() returns text language sql stable parallel safe
  as $$ select coalesce(nullif(current_setting('creditloan.kind', true), ''), 'Public') $$;
create function viewer_tenant() returns text language sql stable parallel safe
  as $$ select coalesce(current_setting('creditloan.tenant', true), '') $$;
create function viewer_role() returns text language sql stable parallel safe
  as $$ select coalesce(nullif(current_setting('creditloan.role', true), ''), 'Anonymous') $$;
create function viewer_account() returns text language sql stable parallel safe
  as $$ select coalesce(current_setting('creditloan.account', true), '') $$;

do $$
declare name text;
begin
  foreach name in array array['creditloan_writer', 'creditloan_reader', 'creditloan_sealer', 'creditloan_auditor'] loop
    begin
      execute format('create role %I nologin', name);
    exception when duplicate_object or unique_violation then null;
    end;
  end loop;
end $$;

grant usage on schema public to creditloan_writer, creditloan_reader, creditloan_sealer, creditloan_auditor;
revoke create on schema public from public;

grant select, insert on mt_events to creditloan_writer;
grant select, insert, update (version, timestamp) on mt_streams to creditloan_writer;
grant usage, select on sequence mt_events_sequence to creditloan_writer, creditloan_sealer;
grant select, insert, update on mt_event_progression to creditloan_writer, creditloan_sealer;
grant select, insert on command to creditloan_writer;
grant insert on audit to creditloan_writer;
grant select on audit to creditloan_auditor;
grant select, insert, delete on taken_key to creditloan_writer;
grant insert on evidence_queue to creditloan_writer;
grant select, delete on evidence_queue to creditloan_sealer;
grant select, insert on view_stopped to creditloan_writer;
grant select on view_stopped to creditloan_reader;
grant select on mt_events to creditloan_sealer, creditloan_auditor;
grant select on mt_streams to creditloan_sealer, creditloan_auditor;
