-- Applications and credit lines. A bank sees its own, an enterprise its own; the bureau sees them without names.
create table credit_line_book (
  stream_id       text        primary key,
  version         bigint      not null,
  changed_at      timestamptz not null,
  line            text        not null,
  bank            text        not null,
  enterprise      text        not null,
  product         text        null,
  demand          text        null,
  amount          bigint      not null,
  term_months     integer     not null,
  method          text        not null,
  purpose         text        not null,
  district        text        null,
  section         text        null,
  size            text        not null,
  stage           text        not null,
  officer         text        null,
  due_on          date        null,
  due_provisional boolean     not null,
  requested_on    date        not null,
  accept_by       date        not null,
  taken_up_on     date        null,
  contact_by      date        null,
  contacted_on    date        null,
  decide_by       date        null,
  decided_on      date        null,
  signed_on       date        null,
  ended_on        date        null,
  missing         text        null,
  decline_reason  text        null,
  decline_words   text        null,
  granted_limit   bigint      null,
  granted_rate    integer     null,
  granted_months  integer     null,
  granted_method  text        null,
  until           date        null,
  available       bigint      null,
  wish            bigint      null,
  wish_on         date        null,
  renewal_offered boolean     not null
);
create index credit_line_book_bank_due on credit_line_book (bank, stage, due_on);
create index credit_line_book_enterprise on credit_line_book (enterprise);

create table credit_line_timeline (
  stream_id  text        not null,
  version    bigint      not null,
  line       integer     not null,
  changed_at timestamptz not null,
  step       text        not null,
  day        date        not null,
  words      text        null,
  amount     bigint      null,
  by         date        null,
  primary key (stream_id, version, line)
);

grant select, insert, update, delete on credit_line_book, credit_line_timeline to creditloan_writer;
grant select on credit_line_book, credit_line_timeline to creditloan_reader;

alter table credit_line_book enable row level security;
create policy writing on credit_line_book for all to creditloan_writer using (true) with check (true);
create policy reading on credit_line_book for select to creditloan_reader using (
  (viewer_kind() = 'Bank' and bank = viewer_tenant()) or (viewer_kind() = 'Enterprise' and enterprise = viewer_tenant()));

-- Who may read the line may read its steps: the policy of the book decides.
alter table credit_line_timeline enable row level security;
create policy writing on credit_line_timeline for all to creditloan_writer using (true) with check (true);
create policy reading on credit_line_timeline for select to creditloan_reader using (
  exists (select from credit_line_book b where b.stream_id = credit_line_timeline.stream_id));

create view credit_line_unnamed with (security_barrier) as
  select bank, product, amount, term_months, method, purpose, district, section, size, stage, requested_on, accept_by, taken_up_on, contact_by,
         contacted_on, decide_by, decided_on, signed_on, ended_on, decline_reason, granted_limit, granted_rate, granted_months, granted_method, until, available
  from credit_line_book where viewer_kind() = 'Bureau';
grant select on credit_line_unnamed to creditloan_reader;

-- The number that people see: SQ-2026-000123.
create sequence application_number;
grant usage on sequence application_number to creditloan_reader, creditloan_writer;
