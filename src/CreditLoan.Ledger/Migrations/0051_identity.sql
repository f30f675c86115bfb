-- Accounts and sign-ins. ASP.NET Core Identity reads and writes account and its satellites through the portal;
-- everybody else knows these tables through Ledger/Access only.
create schema identity;

create table identity.account (
  id                   text        primary key,
  user_name            text        not null,
  normalized_user_name text        not null unique,
  display_name         text        not null,
  tenant_kind          text        not null,
  tenant               text        not null,
  tenant_name          text        not null,
  password_hash        text        not null,
  password_set_at      timestamptz not null,
  must_change_password boolean     not null default true,
  totp_secret          bytea       not null,  -- wrapped by the master key
  totp_last_step       bigint      not null default 0,
  access_failed_count  integer     not null default 0,
  lockout_end          timestamptz null,      -- after failed tries
  locked_at            timestamptz null,      -- by a security administrator
  locked_why           text        null,
  security_stamp       text        not null,
  concurrency_stamp    text        not null,
  created_at           timestamptz not null,
  last_signed_in_at    timestamptz null
);

create table identity.account_role (
  account    text        not null references identity.account (id),
  role       text        not null,
  granted_at timestamptz not null,
  granted_by text        not null,
  confirmed_by text      not null,
  primary key (account, role)
);

-- A grant or a withdrawal that one security administrator asks for and another decides.
create table identity.role_request (
  id         bigint generated always as identity primary key,
  account    text        not null references identity.account (id),
  role       text        not null,
  grants     boolean     not null,
  why        text        not null,
  asked_by   text        not null,
  asked_at   timestamptz not null,
  decided_by text        null,
  decided_at timestamptz null,
  approved   boolean     null,
  check (decided_by is distinct from asked_by or decided_by is null)
);

create table identity.password_history (
  account       text        not null references identity.account (id),
  password_hash text        not null,
  set_at        timestamptz not null
);

create table identity.session (
  id            uuid        primary key,
  account       text        not null references identity.account (id),
  role          text        not null,
  methods       text        not null,
  agent         text        not null,
  started_at    timestamptz not null,
  last_seen_at  timestamptz not null,
  stepped_up_at timestamptz null,
  ended_at      timestamptz null,
  ended_why     text        null
);
create index session_account on identity.session (account) where ended_at is null;

-- Sign-ins through another issuer, linked by issuer and subject.
create table identity.account_login (
  login_provider        text not null,
  provider_key          text not null,
  provider_display_name text null,
  user_id               text not null references identity.account (id),
  primary key (login_provider, provider_key)
);
create table identity.account_claim (
  id integer generated always as identity primary key,
  user_id text not null references identity.account (id),
  claim_type text null,
  claim_value text null
);
create table identity.account_token (
  user_id text not null references identity.account (id),
  login_provider text not null,
  name text not null,
  value text null,
  primary key (user_id, login_provider, name)
);

-- Keys of cookies and antiforgery tokens, wrapped by the master key.
create table identity.data_protection_key (
  name    text        primary key,
  xml     text        not null,
  kept_at timestamptz not null
);

-- Demonstration accounts and their random passwords; there is a row only beside made-up data.
create table identity.demo_account (
  account  text primary key references identity.account (id),
  password text not null
);

grant usage on schema identity to creditloan_writer;
grant select, insert, update on identity.account, identity.session, identity.role_request, identity.password_history to creditloan_writer;
grant select, insert, delete on identity.account_role to creditloan_writer;
grant select, insert, update, delete on identity.account_login, identity.account_claim, identity.account_token to creditloan_writer;
grant select, insert on identity.data_protection_key to creditloan_writer;
