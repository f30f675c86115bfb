-- How far a loan's plan is, for the daily close; null until the register is rebuilt, and where only the whole history tells.
alter table loan_book add column progress jsonb null;

-- Every run of a day's close: which part of the log it saw, and what it said.
create table close_run (
  day       date        not null,
  run       integer     not null,
  position  bigint      not null,
  ran_at    timestamptz not null,
  loans     bigint      not null,
  lines     integer     not null,
  restated  integer     not null,
  digest    text        not null,
  primary key (day, run)
);
create table close_line (
  day     date    not null,
  run     integer not null,
  kind    text    not null,
  subject text    not null,
  bank    text    not null,
  scheme  text    null,
  amount  bigint  not null,
  words   text    not null
);
create index close_line_day on close_line (day, run, kind);
create table close_statement (
  day         date    not null,
  run         integer not null,
  bank        text    not null,
  scheme      text    not null,
  loans       bigint  not null,
  outstanding bigint  not null,
  accrued     bigint  not null,
  due         bigint  not null,
  overdue     bigint  not null,
  bad         bigint  not null,
  alarms      bigint  not null,
  primary key (day, run, bank, scheme)
);
-- What a later run of the same day saw otherwise.
create table close_restatement (
  day     date    not null,
  run     integer not null,
  kind    text    not null,
  subject text    not null,
  bank    text    not null,
  scheme  text    null,
  before_amount bigint null,
  before_words  text   null,
  now_amount    bigint null,
  now_words     text   null
);
create index close_restatement_day on close_restatement (day, run);

do $$
declare name text;
begin
  foreach name in array array['close_run', 'close_line', 'close_statement', 'close_restatement'] loop
    execute format('grant select, insert on %I to creditloan_writer', name);
    execute format('grant select on %I to creditloan_reader', name);
    execute format('alter table %I enable row level security', name);
    execute format('create policy writing on %I for all to creditloan_writer using (true) with check (true)', name);
  end loop;
end $$;

create policy reading on close_run for select to creditloan_reader using (viewer_kind() in ('Bank', 'Pool', 'Bureau', 'Platform'));
create policy reading on close_line for select to creditloan_reader using (
  (viewer_kind() = 'Bank' and bank = viewer_tenant()) or (scheme is not null and viewer_runs(scheme)));
create policy reading on close_statement for select to creditloan_reader using (
  viewer_kind() = 'Bureau' or (viewer_kind() = 'Bank' and bank = viewer_tenant()) or (scheme <> '' and viewer_runs(scheme)));
create policy reading on close_restatement for select to creditloan_reader using (
  (viewer_kind() = 'Bank' and bank = viewer_tenant()) or (scheme is not null and viewer_runs(scheme)));
