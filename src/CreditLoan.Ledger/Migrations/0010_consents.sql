-- Consents. The enterprise sees its own, a recipient bank those that name it; nobody else.
create table consent_book (
  stream_id           text        primary key,
  version             bigint      not null,
  changed_at          timestamptz not null,
  consent             text        not null,
  enterprise          text        not null,
  recipient           text        not null,
  purpose             text        not null,
  status              text        not null,
  scopes              text[]      not null,
  personal            text[]      not null,
  data_from           date        not null,
  data_to             date        not null,
  mode                text        not null,
  times               integer     not null,
  times_per           text        not null,
  keep_days           integer     not null,
  starts_on           date        not null,
  expires_on          date        not null,
  application         text        null,
  notice_version      text        null,
  notice_hash         text        null,
  signature_algorithm text        null,
  signature_value     text        null,
  signer              text        null,
  requested_on        date        null,
  granted_on          date        null,
  confirmed_on        date        null,
  ended_on            date        null
);
create index consent_book_enterprise on consent_book (enterprise, recipient, purpose);
create index consent_book_recipient on consent_book (recipient, status, expires_on);
create index consent_book_due on consent_book (expires_on) where status in ('Requested', 'Active', 'Paused');
grant select, insert, update, delete on consent_book to creditloan_writer;
grant select on consent_book to creditloan_reader;
alter table consent_book enable row level security;
create policy writing on consent_book for all to creditloan_writer using (true) with check (true);
create policy reading on consent_book for select to creditloan_reader using (
  (viewer_kind() = 'Enterprise' and enterprise = viewer_tenant()) or (viewer_kind() = 'Bank' and recipient = viewer_tenant()));

-- Whether a consent opens an enterprise to a bank on a day; the business day is asked of nobody but the clock in Shanghai.
create function consent_is_live(code text, bank text) returns boolean language sql stable as $$
  select exists (
    select from consent_book c
    where c.enterprise = code and c.recipient = bank and c.status = 'Active'
      and (now() at time zone 'Asia/Shanghai')::date between c.starts_on and c.expires_on)
$$;
