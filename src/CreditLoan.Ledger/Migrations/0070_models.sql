-- Modelling projects. A bank sees its own, the bureau and the platform all.
create table model_project_book (
  stream_id         text        primary key,
  version           bigint      not null,
  changed_at        timestamptz not null,
  project           text        not null,
  bank              text        not null,
  proposer          text        not null,
  title             text        not null,
  purpose           text        not null,
  stage             text        not null,
  classes           text[]      not null,
  features          text[]      not null,
  target            jsonb       not null,
  file_check        jsonb       null,
  run               jsonb       null,
  card              jsonb       null,
  first_approval    jsonb       null,
  second_approval   jsonb       null,
  proposed_on       date        not null,
  sent_back_because text        null,
  in_force_from     date        null,
  withdrawn_on      date        null,
  withdrawn_because text        null
);
create index model_project_book_bank on model_project_book (bank, stage);
grant select, insert, update, delete on model_project_book to creditloan_writer;
grant select on model_project_book to creditloan_reader;
alter table model_project_book enable row level security;
create policy writing on model_project_book for all to creditloan_writer using (true) with check (true);
create policy reading on model_project_book for select to creditloan_reader using (
  viewer_kind() in ('Bureau', 'Platform') or (viewer_kind() = 'Bank' and bank = viewer_tenant()));
