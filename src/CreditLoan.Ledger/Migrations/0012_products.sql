-- Products. What is on the shelf is public; drafts and what left it are their bank's own.
create table product_book (
  stream_id    text        primary key,
  version      bigint      not null,
  changed_at   timestamptz not null,
  bank         text        not null,
  number       text        not null,
  stage        text        not null,
  name         text        not null,
  terms        jsonb       not null,
  published_on date        null,
  left_on      date        null,
  until        date        not null,
  revision     integer     not null
);
create index product_book_bank on product_book (bank, stage);
create index product_book_until on product_book (until) where stage = 'OnShelf';
grant select, insert, update, delete on product_book to creditloan_writer;
grant select on product_book to creditloan_reader;
alter table product_book enable row level security;
create policy writing on product_book for all to creditloan_writer using (true) with check (true);
create policy reading on product_book for select to creditloan_reader using (
  stage = 'OnShelf' or (viewer_kind() = 'Bank' and bank = viewer_tenant()) or viewer_kind() = 'Bureau');

create table lpr_book (
  stream_id    text        not null,
  version      bigint      not null,
  changed_at   timestamptz not null,
  line         integer     not null,
  published_on date        not null,
  one_year     integer     not null,
  five_years   integer     not null,
  source       text        not null,
  primary key (stream_id, version, line)
);
grant select, insert, update, delete on lpr_book to creditloan_writer;
grant select on lpr_book to creditloan_reader;

-- How fast each bank answers, over all enterprises and without any of them; late bound, as the answers come with a later migration.
create function bank_answer_record(since date) returns table (bank text, answered integer, usual integer, most_within integer)
  language plpgsql stable security definer set search_path = public as $$
begin
  return query
    select a.bank, count(*)::integer, percentile_disc(0.5) within group (order by a.working_days), percentile_disc(0.9) within group (order by a.working_days)
    from bureau_answer a where a.answered_on >= since and a.working_days is not null group by a.bank;
end $$;
revoke execute on function bank_answer_record from public;
grant execute on function bank_answer_record to creditloan_reader;
