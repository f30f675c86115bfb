-- Schemes: rules are public.
create table scheme_book (
  stream_id  text        primary key,
  version    bigint      not null,
  changed_at timestamptz not null,
  code       text        not null,
  name       text        not null,
  owner      text        not null,
  document   text        not null,
  founded_on date        not null,
  versions   jsonb       not null
);
create unique index scheme_book_code on scheme_book (code);
grant select, insert, update, delete on scheme_book to creditloan_writer;
grant select on scheme_book to creditloan_reader;

-- Whether the viewer's tenant runs a scheme.
create function viewer_runs(scheme text) returns boolean language sql stable
  as $$ select viewer_kind() = 'Pool' and exists (select from scheme_book s where s.code = scheme and s.owner = viewer_tenant()) $$;

-- A pool: one scheme's money in one year.
create table pool_book (
  stream_id  text        primary key,
  version    bigint      not null,
  changed_at timestamptz not null,
  scheme     text        not null,
  year       integer     not null,
  budget     bigint      null,
  cash       bigint      not null,
  earmarked  bigint      not null,
  granted    bigint      not null,
  carried    bigint      not null,
  compensated bigint     not null,
  recovered  bigint      not null,
  interest   bigint      not null,
  committed  bigint      not null,
  guarantor_committed bigint not null,
  ended      boolean     not null,
  judged_as_of date      null,
  banks      jsonb       not null
);
create unique index pool_book_scheme_year on pool_book (scheme, year);

create table pool_journal (
  stream_id  text        not null,
  version    bigint      not null,
  line       integer     not null,
  changed_at timestamptz not null,
  act        text        not null,
  day        date        not null,
  debit      text        not null,
  credit     text        not null check (credit <> debit),
  amount     bigint      not null check (amount > 0),
  claim      text        null,
  bank       text        null,
  voucher    text        null,
  note       text        null,
  primary key (stream_id, version, line)
);
create index pool_journal_claim on pool_journal (claim) where claim is not null;

create table enrolment_book (
  stream_id     text        primary key,
  version       bigint      not null,
  changed_at    timestamptz not null,
  scheme        text        not null,
  bank          text        not null,
  number        text        not null,
  borrower      text        not null,
  amount        bigint      not null,
  disbursed_on  date        not null,
  due_on        date        not null,
  district      text        not null,
  kind          text        not null,
  security      text        not null,
  grounds       jsonb       not null,
  cover         text        not null,
  rule_version  integer     not null,
  stage         text        not null,
  applied_on    date        not null,
  confirmed_on  date        null,
  flagged_since date        null,
  due           date        null,
  reviewed_by   text        null,
  note          text        null
);
create index enrolment_book_scheme_stage on enrolment_book (scheme, stage, due);
create index enrolment_book_loan on enrolment_book (bank, number);

create table claim_book (
  stream_id    text        primary key,
  version      bigint      not null,
  changed_at   timestamptz not null,
  id           text        not null,
  scheme       text        not null,
  rule_version integer     not null,
  cover        text        not null,
  bank         text        not null,
  loan         text        not null,
  enterprise   text        not null,
  loan_amount  bigint      not null,
  loss         jsonb       not null,
  asked        jsonb       not null,
  amount       bigint      not null,
  limits       jsonb       not null,
  stage        text        not null,
  filed_on     date        not null,
  due          date        null,
  agreed       text[]      not null,
  papers       jsonb       not null,
  approved_on  date        null,
  paid_on      date        null,
  paid         bigint      not null,
  written_off  bigint      not null,
  recovered    bigint      not null,
  recovery_due bigint      not null,
  shared       bigint      not null,
  note         text        null
);
create index claim_book_scheme_stage on claim_book (scheme, stage, due);
create index claim_book_loan on claim_book (bank, loan);

-- The number that people see: BC-2026-000001.
create sequence claim_number;
grant usage on sequence claim_number to creditloan_reader, creditloan_writer;

create table bank_file_book (
  stream_id   text        primary key,
  version     bigint      not null,
  changed_at  timestamptz not null,
  bank        text        not null,
  digest      text        not null,
  name        text        not null,
  from_day    date        not null,
  until_day   date        not null,
  rows        integer     not null,
  faults      integer     not null,
  total       bigint      not null,
  received_on date        not null,
  received_by text        not null,
  agreed      integer     null,
  broken      integer     null,
  only_here   integer     null,
  log_position bigint     null,
  reconciled_on date      null
);
create index bank_file_book_bank on bank_file_book (bank, received_on);

create table bank_line (
  stream_id  text        not null,
  version    bigint      not null,
  line       integer     not null,
  changed_at timestamptz not null,
  file_row   integer     not null,
  kind       text        not null,
  number     text        not null,
  borrower   text        not null,
  product    text        null,
  amount     bigint      not null,
  day        date        not null,
  primary key (stream_id, version, line)
);
create index bank_line_number on bank_line (number);

create table break_book (
  stream_id    text        primary key,
  version      bigint      not null,
  changed_at   timestamptz not null,
  id           text        not null,
  kind         text        not null,
  bank         text        not null,
  number       text        not null,
  fields       jsonb       not null,
  difference   bigint      not null,
  sentence     text        not null,
  file         text        not null,
  file_row     integer     null,
  log_position bigint      not null,
  found_on     date        not null,
  stage        text        not null,
  assigned_to  text        null,
  due          date        null,
  way          text        null,
  reason       text        null,
  words        text        null,
  corrected_by text        null,
  proposed_by  text        null,
  closed_on    date        null
);
create index break_book_stage on break_book (stage, found_on);
create index break_book_loan on break_book (bank, number);

do $$
declare name text;
begin
  foreach name in array array['pool_book', 'pool_journal', 'enrolment_book', 'claim_book', 'bank_file_book', 'bank_line', 'break_book'] loop
    execute format('grant select, insert, update, delete on %I to creditloan_writer', name);
    execute format('grant select on %I to creditloan_reader', name);
    execute format('alter table %I enable row level security', name);
    execute format('create policy writing on %I for all to creditloan_writer using (true) with check (true)', name);
  end loop;
end $$;

-- The people of a scheme see its money; the bureau sees all sums; a bank sees its own postings.
create policy reading on pool_book for select to creditloan_reader using (viewer_runs(scheme) or viewer_kind() = 'Bureau');
create policy reading on pool_journal for select to creditloan_reader using (
  viewer_runs(split_part(stream_id, '/', 2)) or (viewer_kind() = 'Bank' and bank = viewer_tenant()));
create policy reading on enrolment_book for select to creditloan_reader using (
  viewer_runs(scheme) or (viewer_kind() = 'Bank' and bank = viewer_tenant()));
create policy reading on claim_book for select to creditloan_reader using (
  viewer_runs(scheme) or (viewer_kind() = 'Bank' and bank = viewer_tenant()));
-- Reconciliation is the pools' common work: every pool's people see every bank's files and breaks, a bank its own.
create policy reading on bank_file_book for select to creditloan_reader using (
  viewer_kind() = 'Pool' or (viewer_kind() = 'Bank' and bank = viewer_tenant()));
create policy reading on bank_line for select to creditloan_reader using (
  viewer_kind() = 'Pool' or (viewer_kind() = 'Bank' and split_part(stream_id, '/', 2) = viewer_tenant()));
create policy reading on break_book for select to creditloan_reader using (
  viewer_kind() = 'Pool' or (viewer_kind() = 'Bank' and bank = viewer_tenant()));
