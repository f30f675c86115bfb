-- The bureau's figures, kept behind the appends by the follower "bureau".
create table bureau_flow (
  month              date    not null,
  bank               text    not null,
  product            text    not null,
  district           text    not null,
  section            text    not null,
  size               text    not null,
  granted_count      integer not null,
  granted            bigint  not null,
  loan_count         integer not null,
  reported           bigint  not null,
  corrected          bigint  not null,
  first_time_count   integer not null,
  unsecured          bigint  not null,
  renewed            bigint  not null,
  rate_weight        numeric not null,
  outstanding_change bigint  not null,
  primary key (month, bank, product, district, section, size)
);

-- What each loan and each application was on its day, for the facts that come later on its stream.
create table bureau_counted (
  stream_id text primary key,
  counted   jsonb not null
);

-- Which step each enterprise has reached, and when first.
create table bureau_funnel (
  enterprise    text primary key,
  district      text not null,
  registered_on date null,
  authorised_on date null,
  needed_on     date null,
  applied_on    date null,
  granted_on    date null,
  paid_on       date null
);

-- How each application was answered.
create table bureau_answer (
  stream_id    text primary key,
  bank         text not null,
  district     text not null,
  applied_on   date not null,
  answered_on  date null,
  working_days integer null,
  answer       text not null,
  reason       text null
);
create index bureau_answer_month on bureau_answer (answered_on);

-- Which months were restated, by how much and why.
create table bureau_restatement (
  sequence    bigint not null,
  line        integer not null,
  recorded_at timestamptz not null,
  month       date   not null,
  bank        text   not null,
  fingerprint text   not null,
  change      bigint not null,
  reason      text   not null,
  primary key (sequence, line)
);

grant select, insert, update, delete on bureau_flow, bureau_counted, bureau_funnel, bureau_answer, bureau_restatement to creditloan_writer;
grant select on bureau_flow, bureau_funnel, bureau_answer, bureau_restatement to creditloan_reader;

-- How far the figures have followed the log; the log itself is not for pages.
create view bureau_followed as select last_updated, last_seq_id from mt_event_progression where name = 'bureau' and last_seq_id > 0;
grant select on bureau_followed to creditloan_reader;

-- Sums over the whole city are public; the parts are the bureau's, and each bank's own.
create view bureau_city as
  select month, sum(loan_count)::bigint as loan_count, (sum(reported) + sum(corrected))::bigint as disbursed, sum(first_time_count)::bigint as first_time_count,
         sum(unsecured)::bigint as unsecured, sum(rate_weight) as rate_weight, sum(outstanding_change)::bigint as outstanding_change
  from bureau_flow group by month;
grant select on bureau_city to creditloan_reader;
alter table bureau_flow enable row level security;
create policy writer on bureau_flow to creditloan_writer using (true) with check (true);
create policy bureau on bureau_flow for select to creditloan_reader using (viewer_kind() = 'Bureau' or (viewer_kind() = 'Bank' and bank = viewer_tenant()));
alter table bureau_funnel enable row level security;
alter table bureau_answer enable row level security;
alter table bureau_restatement enable row level security;
create policy writer on bureau_funnel to creditloan_writer using (true) with check (true);
create policy writer on bureau_answer to creditloan_writer using (true) with check (true);
create policy writer on bureau_restatement to creditloan_writer using (true) with check (true);
create policy bureau on bureau_funnel for select to creditloan_reader using (viewer_kind() = 'Bureau');
create policy bureau on bureau_answer for select to creditloan_reader using (viewer_kind() = 'Bureau' or (viewer_kind() = 'Bank' and bank = viewer_tenant()));
create policy bureau on bureau_restatement for select to creditloan_reader using (viewer_kind() = 'Bureau' or (viewer_kind() = 'Bank' and bank = viewer_tenant()));
