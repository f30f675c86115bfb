-- Reads of profiles that the bank's compliance officer looks at: a monthly sample, and those that a rule picks out.
create table read_review (
  id          bigint generated always as identity primary key,
  bank        text        not null,
  read        bigint      not null references profile_read (id),
  why         text        not null,
  opened_on   date        not null,
  disposition text        null,
  words       text        null,
  decided_by  text        null,
  decided_at  timestamptz null,
  unique (read, why)
);
create index read_review_open on read_review (bank, opened_on) where disposition is null;
grant select, insert, update on read_review to creditloan_writer;
grant select on read_review to creditloan_reader;
alter table read_review enable row level security;
create policy writing on read_review for all to creditloan_writer using (true) with check (true);
create policy reading on read_review for select to creditloan_reader using (viewer_kind() = 'Bank' and viewer_role() = 'BankCompliance' and bank = viewer_tenant());

-- A bank's answer that it has deleted what it read under a consent that is over.
create table deletion_answer (
  consent     text        primary key,
  bank        text        not null,
  enterprise  text        not null,
  words       text        not null,
  answered_by text        not null,
  answered_at timestamptz not null
);
grant select, insert on deletion_answer to creditloan_writer;
grant select on deletion_answer to creditloan_reader;
alter table deletion_answer enable row level security;
create policy writing on deletion_answer for all to creditloan_writer using (true) with check (true);
create policy reading on deletion_answer for select to creditloan_reader using (
  (viewer_kind() = 'Bank' and bank = viewer_tenant()) or (viewer_kind() = 'Enterprise' and enterprise = viewer_tenant()));
