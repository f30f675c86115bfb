-- A whole file of which little changed since the bank's last one keeps only its changed lines: it is made of the files it builds on, less the
-- lines that went. Files that build on one another are a series; each is one turn of it.
alter table bank_line add column gone_in integer null;
create index bank_line_gone on bank_line (stream_id, gone_in) where gone_in is not null;

create table bank_file_part (
  file  text    not null,
  part  text    not null,
  turn  integer not null,
  done  boolean not null default false,
  named integer null,
  primary key (file, part)
);
comment on column bank_file_part.turn is 'The turn of the file in its series, the same in all its rows.';
comment on column bank_file_part.done is 'Of the row of a file with itself: its lines are all there.';
comment on column bank_file_part.named is 'Of the row of a file with itself: how many numbers it names; null is to be counted.';
insert into bank_file_part (file, part, turn, done) select stream_id, stream_id, 0, true from bank_file_book;
grant select, insert, update on bank_file_part to creditloan_writer;
grant select on bank_file_part to creditloan_reader;
alter table bank_file_part enable row level security;
create policy writing on bank_file_part for all to creditloan_writer using (true) with check (true);
create policy a_reconciling on bank_file_part for select to creditloan_reader using ((select viewer_reconciles()));
create policy reading on bank_file_part for select to creditloan_reader using (
  viewer_kind() = 'Pool' or (viewer_kind() = 'Bank' and split_part(file, '/', 2) = viewer_tenant()));

create view bank_file_line with (security_invoker = true) as
  select p.file, l.stream_id, l.file_row, l.kind, l.number, l.borrower, l.product, l.amount, l.day
  from bank_file_part p join bank_line l on l.stream_id = p.part and (l.gone_in is null or l.gone_in > p.turn);
grant select on bank_file_line to creditloan_reader, creditloan_writer;

-- What is remembered of the lines of a bank's latest series: 96 bits of a keyed hash and the row of each. Nobody but the import reads it.
create table bank_file_digest (
  bank      text    not null,
  turn      integer not null,
  stream_id text    not null,
  key       bytea   not null,
  lines     bytea   not null,
  gone      bytea   not null,
  rows      integer not null,
  total     bigint  not null,
  primary key (bank, turn)
);
alter table bank_file_digest alter column lines set storage external;
grant select, insert, update, delete on bank_file_digest to creditloan_writer;
