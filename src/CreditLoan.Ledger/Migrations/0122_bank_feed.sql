-- What happened to a bank's things, in the order of the settled log; a follower writes it, so nothing appears below what was read.
create table bank_feed (
  bank          text        not null,
  seq           bigint      not null,
  at            timestamptz not null,
  kind          text        not null,
  subject       text        not null,
  event         text        not null,
  version       bigint      not null,
  business_date date        not null,
  primary key (bank, seq)
);
grant select, insert on bank_feed to creditloan_writer;
grant select on bank_feed to creditloan_reader;
alter table bank_feed enable row level security;
create policy writing on bank_feed for all to creditloan_writer using (true) with check (true);
create policy reading on bank_feed for select to creditloan_reader using (viewer_kind() = 'Bank' and bank = viewer_tenant());

-- Where a bank is called back. The secret is wrapped by the master key.
create table webhook (
  id       text        primary key,
  bank     text        not null,
  url      text        not null,
  secret   bytea       not null,
  made_at  timestamptz not null,
  made_by  text        not null,
  ended_at timestamptz null
);
create index webhook_bank on webhook (bank) where ended_at is null;
grant select, insert, update (ended_at) on webhook to creditloan_writer;
grant select (id, bank, url, made_at, made_by, ended_at) on webhook to creditloan_reader;
alter table webhook enable row level security;
create policy writing on webhook for all to creditloan_writer using (true) with check (true);
create policy reading on webhook for select to creditloan_reader using (viewer_kind() = 'Bank' and bank = viewer_tenant());

-- What is still to be told, and how it went; written with the feed, so nothing is forgotten.
create table webhook_delivery (
  webhook      text        not null references webhook (id),
  bank         text        not null,
  seq          bigint      not null,
  tries        integer     not null default 0,
  next_at      timestamptz not null,
  delivered_at timestamptz null,
  given_up_at  timestamptz null,
  last_status  integer     null,
  last_error   text        null,
  primary key (webhook, seq)
);
create index webhook_delivery_due on webhook_delivery (next_at) where delivered_at is null and given_up_at is null;
grant select, insert, update on webhook_delivery to creditloan_writer;
grant select on webhook_delivery to creditloan_reader;
alter table webhook_delivery enable row level security;
create policy writing on webhook_delivery for all to creditloan_writer using (true) with check (true);
create policy reading on webhook_delivery for select to creditloan_reader using (viewer_kind() = 'Bank' and bank = viewer_tenant());
