-- Public data about enterprises as it was delivered. Raw rows: the role that pages read with has no right on them;
-- only jobs do, and what people see is made from them (profiles).
create table invoice (
  enterprise   text collate "C" not null,
  side         smallint not null check (side in (1, 2)), -- 1 purchase 进项, 2 sale 销项
  number       text collate "C" not null,
  counterparty text collate "C" not null,
  day          date not null,
  amount       bigint not null,                          -- fen, without tax; negative is a credit note 红字
  tax          bigint not null,
  total        bigint not null,
  voided       boolean not null,
  primary key (enterprise, side, number, counterparty, day, total)
);

-- One figure a month: taxes paid, people insured, electricity used …; the unit belongs to the series.
create table record_month (
  enterprise text collate "C" not null,
  series     text collate "C" not null,
  month      date not null check (extract(day from month) = 1),
  value      bigint not null,
  known_on   date not null,
  primary key (enterprise, series, month)
);

-- A dated fact: a penalty, a court case, a patent, a grade …
create table record_fact (
  enterprise      text collate "C" not null,
  kind            text collate "C" not null,
  number          text collate "C" not null,
  on_day          date not null,
  until_day       date null,
  known_on        date not null,
  amount          bigint null,
  grade           text null,
  repaired_on     date null,
  objected_on     date null,
  objection_ended date null,
  primary key (enterprise, kind, number)
);

-- Up to which day each class of data about an enterprise was delivered, and by whom.
create table record_coverage (
  enterprise text collate "C" not null,
  class      text collate "C" not null,
  as_of      date not null,
  source     text not null,
  primary key (enterprise, class)
);

-- Enterprises whose data ends on a day in the past: profile and matching take that day for today, and pages say so.
create table data_date (
  enterprise text collate "C" primary key,
  day        date not null,
  source     text not null
);

-- What an import did to rows that were not clean: repaired by a rule, or set aside with the reason.
create table import_finding (
  source     text not null,
  file       text not null,
  line       integer not null,
  rule       text not null,
  set_aside  boolean not null,
  enterprise text not null,
  detail     text not null,
  primary key (source, file, line, rule)
);

grant select, insert, update, delete on invoice, record_month, record_fact, record_coverage, data_date, import_finding to creditloan_writer;
grant select on record_coverage, data_date to creditloan_reader;
grant select on import_finding to creditloan_reader;

alter table record_coverage enable row level security;
create policy write on record_coverage for all to creditloan_writer using (true) with check (true);
create policy own on record_coverage for select to creditloan_reader
  using (viewer_kind() = 'Platform' or viewer_kind() = 'Enterprise' and enterprise = viewer_tenant());
alter table data_date enable row level security;
create policy write on data_date for all to creditloan_writer using (true) with check (true);
create policy everyone on data_date for select to creditloan_reader
  using (viewer_kind() in ('Platform', 'Bank', 'Bureau') or viewer_kind() = 'Enterprise' and enterprise = viewer_tenant());
alter table import_finding enable row level security;
create policy write on import_finding for all to creditloan_writer using (true) with check (true);
create policy platform on import_finding for select to creditloan_reader using (viewer_kind() = 'Platform');
