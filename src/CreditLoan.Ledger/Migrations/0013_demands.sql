-- Needs. The enterprise reads its own book; banks read the hall, which names nobody, and only while they are among those who may see the need.
create table demand_book (
  stream_id   text        primary key,
  version     bigint      not null,
  changed_at  timestamptz not null,
  demand      text        not null,
  enterprise  text        not null,
  amount      bigint      not null,
  months      integer     not null,
  purpose     text        not null,
  securities  jsonb       not null,
  banks       jsonb       not null,
  cap         integer     not null,
  offers      jsonb       not null,
  applied_to  jsonb       not null,
  declined_by jsonb       not null,
  stage       text        not null,
  posted_on   date        not null,
  until       date        not null
);
create index demand_book_enterprise on demand_book (enterprise, posted_on);
create index demand_book_until on demand_book (until) where stage = 'Open';
grant select, insert, update, delete on demand_book to creditloan_writer;
grant select on demand_book to creditloan_reader;
alter table demand_book enable row level security;
create policy writing on demand_book for all to creditloan_writer using (true) with check (true);
create policy reading on demand_book for select to creditloan_reader using (viewer_kind() = 'Enterprise' and enterprise = viewer_tenant());

create table demand_hall (
  stream_id  text        primary key,
  version    bigint      not null,
  changed_at timestamptz not null,
  demand     text        not null,
  amount     bigint      not null,
  months     integer     not null,
  purpose    text        not null,
  securities jsonb       not null,
  district   text        null,
  section    text        null,
  size       text        not null,
  queue      jsonb       not null,
  cap        integer     not null,
  seers      jsonb       not null,
  taken_by   jsonb       not null,
  posted_on  date        not null,
  until      date        not null
);
create index demand_hall_seers on demand_hall using gin (seers);
grant select, insert, update, delete on demand_hall to creditloan_writer;
-- Which other banks see or want a need is nobody's business: those columns are not granted.
grant select (stream_id, version, changed_at, demand, amount, months, purpose, securities, district, section, size, cap, posted_on, until)
  on demand_hall to creditloan_reader;
alter table demand_hall enable row level security;
create policy writing on demand_hall for all to creditloan_writer using (true) with check (true);
create policy reading on demand_hall for select to creditloan_reader using (viewer_kind() = 'Bank' and seers ? viewer_tenant());

-- Of the needs a bank sees: which it has taken itself, and how many have.
create function demand_taken(asked text, out mine boolean, out takers integer) language sql stable security definer set search_path = public as $$
  select taken_by ? viewer_tenant(), jsonb_array_length(taken_by)
  from demand_hall where demand = asked and viewer_kind() = 'Bank' and seers ? viewer_tenant()
$$;
revoke execute on function demand_taken from public;
grant execute on function demand_taken to creditloan_reader;
