-- Targets of the bureau: public figures, read by everyone.
create table target_book (
  stream_id  text        primary key,
  version    bigint      not null,
  changed_at timestamptz not null,
  metric     text        not null,
  scope      text        not null,
  base_date  date        not null,
  base       bigint      not null,
  end_date   date        not null,
  value      bigint      not null,
  source     text        not null
);
grant select, insert, update, delete on target_book to creditloan_writer;
grant select on target_book to creditloan_reader;
