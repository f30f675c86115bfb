-- Loans. A bank sees its own, an enterprise its own; the bureau sees them by fingerprint, without name and number.
create table loan_book (
  stream_id         text        primary key,
  version           bigint      not null,
  changed_at        timestamptz not null,
  bank              text        not null,
  number            text        not null,
  fingerprint       text        not null,
  line              text        not null,
  enterprise        text        not null,
  product           text        null,
  principal         bigint      not null,
  outstanding       bigint      not null,
  rate              integer     not null,
  value_date        date        not null,
  maturity          date        not null,
  method            text        not null,
  security          text        not null,
  district          text        null,
  section           text        null,
  size              text        not null,
  on_key_list       boolean     not null,
  first_time        boolean     not null,
  renews            text        null,
  stage             text        not null,
  grade             text        not null,
  overdue_since     date        null,
  overdue_principal bigint      not null,
  overdue_interest  bigint      not null,
  interest_paid     bigint      not null,
  written_off       bigint      not null,
  recovered         bigint      not null,
  last_on           date        not null,
  restated          integer     not null
);
create unique index loan_book_fingerprint on loan_book (fingerprint);
create index loan_book_bank on loan_book (bank, stage, maturity);
create index loan_book_enterprise on loan_book (enterprise);
create index loan_book_line on loan_book (line);

create table loan_timeline (
  stream_id  text        not null,
  version    bigint      not null,
  line       integer     not null,
  changed_at timestamptz not null,
  step       text        not null,
  day        date        not null,
  principal  bigint      null,
  interest   bigint      null,
  words      text        null,
  primary key (stream_id, version, line)
);

grant select, insert, update, delete on loan_book, loan_timeline to creditloan_writer;
grant select on loan_book, loan_timeline to creditloan_reader;

alter table loan_book enable row level security;
create policy writing on loan_book for all to creditloan_writer using (true) with check (true);
create policy reading on loan_book for select to creditloan_reader using (
  (viewer_kind() = 'Bank' and bank = viewer_tenant()) or (viewer_kind() = 'Enterprise' and enterprise = viewer_tenant()));

alter table loan_timeline enable row level security;
create policy writing on loan_timeline for all to creditloan_writer using (true) with check (true);
create policy reading on loan_timeline for select to creditloan_reader using (
  exists (select from loan_book b where b.stream_id = loan_timeline.stream_id));

create view loan_unnamed with (security_barrier) as
  select fingerprint, bank, product, principal, outstanding, rate, value_date, maturity, method, security, district, section, size, on_key_list,
         first_time, renews is not null as renewal, stage, grade, overdue_since, overdue_principal, overdue_interest, interest_paid, written_off,
         recovered, last_on, restated
  from loan_book where viewer_kind() = 'Bureau';
grant select on loan_unnamed to creditloan_reader;
