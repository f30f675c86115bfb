-- The scorecard of each run, as its table's lines; the run's event holds their hash.
create table model_scorecard (
  project text    not null,
  run     integer not null,
  lines   jsonb   not null,
  primary key (project, run)
);
grant select, insert on model_scorecard to creditloan_writer;
grant select on model_scorecard to creditloan_reader;
alter table model_scorecard enable row level security;
create policy writing on model_scorecard for all to creditloan_writer using (true) with check (true);
-- Whoever sees the project sees its scorecards.
create policy reading on model_scorecard for select to creditloan_reader using (
  exists (select from model_project_book b where b.project = model_scorecard.project));
