-- What a signer is asked to sign, word for word; deleted when it is signed, so that a signature counts once.
create table identity.consent_signing (
  id      uuid        primary key,
  account text        not null references identity.account (id),
  body    jsonb       not null,
  made_at timestamptz not null
);
grant select, insert, delete on identity.consent_signing to creditloan_writer;
