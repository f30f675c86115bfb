-- Answers of the bank API to writes, so that a repeated request gets the first answer again, and one under way is not begun twice.
create table api_answer (
  bank        text        not null,
  key         text        not null,
  request     text        not null,
  lease_until timestamptz not null,
  answered_at timestamptz null,
  status      integer     null,
  headers     jsonb       null,
  body        bytea       null,
  primary key (bank, key)
);
create index api_answer_age on api_answer (answered_at);
grant select, insert, update, delete on api_answer to creditloan_writer;
