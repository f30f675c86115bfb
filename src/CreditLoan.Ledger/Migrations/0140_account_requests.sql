-- Enterprises that open an account by themselves: a row is there once the authenticator is proven. The account has no role,
-- and so no page, before a second person has agreed. What the person may be called on lies in personal.field, under its own key.
create table identity.account_request (
  account    text        primary key references identity.account (id),
  tenant     text        not null,
  given      jsonb       not null,  -- what the register of enterprises would take
  figures    jsonb       null,      -- a year's figures, where they were given
  person     text        not null,  -- personal.subject
  asked_at   timestamptz not null,
  decided_by text        null,
  decided_at timestamptz null,
  approved   boolean     null,
  reason     text        null,
  check (decided_by is distinct from account)
);
create index account_request_open on identity.account_request (tenant) where decided_at is null;
grant select, insert, update on identity.account_request to creditloan_writer;
