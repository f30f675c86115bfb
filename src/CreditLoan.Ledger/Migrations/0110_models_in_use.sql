-- What was measured in each run, and its challenger. Whoever sees the project sees the report.
create table model_report (
  project    text    not null,
  run        integer not null,
  report     jsonb   not null,
  challenger bytea   not null,
  levels     jsonb   not null,
  primary key (project, run)
);
grant select, insert on model_report to creditloan_writer;
grant select (project, run, report) on model_report to creditloan_reader;
alter table model_report enable row level security;
create policy writing on model_report for all to creditloan_writer using (true) with check (true);
create policy reading on model_report for select to creditloan_reader using (
  exists (select from model_project_book b where b.project = model_report.project));

-- A model in force serves every bank, and its card is open to the enterprises it scores.
drop policy reading on model_project_book;
create policy reading on model_project_book for select to creditloan_reader using (
  viewer_kind() in ('Bureau', 'Platform') or (viewer_kind() = 'Bank' and bank = viewer_tenant())
  or (stage = 'InForce' and viewer_kind() in ('Bank', 'Enterprise')));

-- The trusted room (数据安全屋): a bank's file until it is checked, and the aligned sample that runs are reproduced from.
-- The role that pages read with has no right here.
create table model_file (
  project     text        primary key,
  content     bytea       not null,
  received_at timestamptz not null
);
create table model_sample (
  project text primary key,
  sample  text not null
);
grant select, insert, update, delete on model_file, model_sample to creditloan_writer;

-- Work that was asked for and is done in the background: checking a file, a run.
create table model_task (
  id       uuid        primary key,
  project  text        not null,
  kind     text        not null check (kind in ('Check', 'Run')),
  seed     bigint      null,
  account  text        not null,
  asked_on date        not null,
  asked_at timestamptz not null,
  ended_at timestamptz null,
  refusal  text        null
);
create index model_task_waiting on model_task (asked_at) where ended_at is null;
create unique index model_task_one on model_task (project) where ended_at is null;
grant select, insert, update on model_task to creditloan_writer;
grant select on model_task to creditloan_reader;
alter table model_task enable row level security;
create policy writing on model_task for all to creditloan_writer using (true) with check (true);
create policy reading on model_task for select to creditloan_reader using (
  exists (select from model_project_book b where b.project = model_task.project));

-- Scores beside the profile they were made of, under every model in force: the newest of them is the champion, the others
-- and each model's own challenger run in shadow. Banks read the champion's through read_profile alone.
create table profile_score (
  enterprise text collate "C" not null,
  as_of      date             not null,
  project    text             not null,
  run        integer          not null,
  score      integer          not null,
  band       text             not null,
  rate       integer          not null,
  shadow     integer          null,
  classes    text[]           not null,
  detail     jsonb            not null,
  scored_at  timestamptz      not null,
  primary key (enterprise, as_of, project)
);
grant select, insert, update, delete on profile_score to creditloan_writer;
grant select (enterprise, as_of, project, run, score, band, rate, classes, detail, scored_at) on profile_score to creditloan_reader;
alter table profile_score enable row level security;
create policy writing on profile_score for all to creditloan_writer using (true) with check (true);
create policy own on profile_score for select to creditloan_reader using (viewer_kind() = 'Enterprise' and enterprise = viewer_tenant());

-- How the population lay over the model's bins at the end of each month; an empty feature is the score itself.
create table model_stability (
  project text    not null,
  run     integer not null,
  month   date    not null,
  feature text    not null,
  counts  integer[] not null,
  primary key (project, run, month, feature)
);
grant select, insert, update on model_stability to creditloan_writer;
grant select on model_stability to creditloan_reader;
alter table model_stability enable row level security;
create policy writing on model_stability for all to creditloan_writer using (true) with check (true);
create policy reading on model_stability for select to creditloan_reader using (
  exists (select from model_project_book b where b.project = model_stability.project));

create table threshold_book (
  stream_id          text        primary key,
  version            bigint      not null,
  changed_at         timestamptz not null,
  bank               text        not null,
  max_rate           integer     not null,
  loss_given_default integer     not null,
  reason             text        not null,
  set_by             text        not null,
  set_on             date        not null
);
grant select, insert, update, delete on threshold_book to creditloan_writer;
grant select on threshold_book to creditloan_reader;
alter table threshold_book enable row level security;
create policy writing on threshold_book for all to creditloan_writer using (true) with check (true);
create policy own on threshold_book for select to creditloan_reader using (viewer_kind() = 'Bank' and bank = viewer_tenant());

-- Champion and challenger side by side over the newest scores: counts only.
create function model_shadow(p_project text, p_run integer, p_limit integer)
returns table (scored bigint, both_within bigint, champion_only bigint, challenger_only bigint, neither bigint, correlation double precision)
language sql stable security definer set search_path = public, pg_temp as $$
  select count(*), count(*) filter (where s.rate <= p_limit and s.shadow <= p_limit), count(*) filter (where s.rate <= p_limit and s.shadow > p_limit),
         count(*) filter (where s.rate > p_limit and s.shadow <= p_limit), count(*) filter (where s.rate > p_limit and s.shadow > p_limit), corr(s.rate, s.shadow)
  from profile_score s
  where s.project = p_project and s.run = p_run and s.shadow is not null and viewer_kind() in ('Bank', 'Bureau', 'Platform')
    and s.as_of = (select max(l.as_of) from profile_score l where l.enterprise = s.enterprise and l.project = s.project)
$$;
revoke all on function model_shadow(text, integer, integer) from public;
grant execute on function model_shadow(text, integer, integer) to creditloan_reader;

-- What banks granted to enterprises of a band, as a part of their yearly sales: quartiles, and nothing below twenty cases.
create function granted_by_band(p_project text, p_band text, p_today date)
returns table (cases bigint, limit_low double precision, limit_high double precision, rate_low double precision, rate_high double precision)
language sql stable security definer set search_path = public, pg_temp as $$
  select g.cases, g.limits[1], g.limits[2], g.rates[1], g.rates[2] from (
    select count(*) cases, percentile_cont(array[0.25, 0.75]) within group (order by c.granted_limit / ((p.features ->> 'sales_12m')::double precision * 1000000)) limits,
           percentile_cont(array[0.25, 0.75]) within group (order by c.granted_rate) rates
    from credit_line_book c
    join profile_score s on s.enterprise = c.enterprise and s.project = p_project and s.band = p_band
    join profile p on p.enterprise = s.enterprise and p.as_of = s.as_of and (p.features ->> 'sales_12m')::double precision > 0
    where c.granted_limit > 0 and c.decided_on > p_today - 730) g
  where g.cases >= 20
$$;
revoke all on function granted_by_band(text, text, date) from public;
grant execute on function granted_by_band(text, text, date) to creditloan_reader;
