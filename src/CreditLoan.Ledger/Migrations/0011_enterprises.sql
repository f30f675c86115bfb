-- Enterprises. A name is seen by its owner, by a bank that was given a consent or an application, and by the data desk that reviews codes.
create table enterprise_book (
  stream_id     text        primary key,
  version       bigint      not null,
  changed_at    timestamptz not null,
  code          text        not null unique,
  name          text        not null,
  district      text        null,
  industry      text        null,
  section       text        null,
  edition       text        not null,
  founded_on    date        null,
  registered_on date        null,
  stage         text        not null,
  size          text        not null,
  figures_year  integer     null,
  employees     integer     null,
  revenue       bigint      null,
  assets        bigint      null
);
create index enterprise_book_name on enterprise_book (name);
create index enterprise_book_review on enterprise_book (changed_at) where stage = 'CodeUnderReview';
grant select, insert, update, delete on enterprise_book to creditloan_writer;
grant select on enterprise_book to creditloan_reader;

-- Late bound: the credit lines come with a later migration.
create function bank_knows(asked text) returns boolean language plpgsql stable as $$
begin
  return consent_is_live(asked, viewer_tenant())
    or exists (select from credit_line_book l where l.enterprise = asked and l.bank = viewer_tenant());
end $$;

alter table enterprise_book enable row level security;
create policy writing on enterprise_book for all to creditloan_writer using (true) with check (true);
create policy reading on enterprise_book for select to creditloan_reader using (
  case viewer_kind()
    when 'Enterprise' then code = viewer_tenant()
    when 'Bank' then bank_knows(code)
    when 'Platform' then viewer_role() = 'DataOperator'
    else false
  end);
