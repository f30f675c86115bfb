-- Passkeys of an account: the public key, what the authenticator said when it was made, how often it was used.
create table identity.account_passkey (
  credential_id bytea primary key,
  user_id       text  not null references identity.account (id),
  data          jsonb not null
);
create index account_passkey_user on identity.account_passkey (user_id);

-- What a passkey was asked to sign; deleted when it is answered, so that an answer counts once.
create table identity.passkey_challenge (
  id      uuid        primary key,
  state   text        not null,
  made_at timestamptz not null
);

-- Codes for whoever has lost the authenticator; each counts once, only their digests are kept.
create table identity.recovery_code (
  account text        not null references identity.account (id),
  digest  bytea       not null,
  made_at timestamptz not null,
  used_at timestamptz null,
  primary key (account, digest)
);
grant select, insert, update, delete on identity.account_passkey, identity.passkey_challenge, identity.recovery_code to creditloan_writer;
