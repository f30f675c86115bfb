-- What this installation is called, and whether its data is made up (演示数据).
create table platform_fact (
  name  text primary key,
  value text not null
);
grant select on platform_fact to creditloan_reader, creditloan_writer;

-- What a person has written into a form and not sent yet; kept at each change, so that a lost connection loses nothing.
create table draft (
  account  text        not null,
  form     text        not null,
  body     jsonb       not null,
  saved_at timestamptz not null,
  primary key (account, form)
);
grant select, insert, update, delete on draft to creditloan_writer;
