-- A break belongs to the schemes of its loan or its file: only the people who run one of them see it and end it. One found before breaks
-- named them stays every pool's. A pool sees the files of banks that enrol in its schemes, that led to a break of its own, or that one of its people took in.
alter table break_book add column schemes text[] not null default '{}', add column pools text[] not null default '{}';
drop policy reading on break_book;
create policy reading on break_book for select to creditloan_reader using (
  (viewer_kind() = 'Pool' and (pools = '{}' or viewer_tenant() = any(pools))) or (viewer_kind() = 'Bank' and bank = viewer_tenant()));

drop policy reading on bank_file_book;
create policy reading on bank_file_book for select to creditloan_reader using (
  (viewer_kind() = 'Pool' and (received_by = viewer_account()
    or exists (select from enrolment_book e where e.bank = bank_file_book.bank) or exists (select from break_book b where b.file = bank_file_book.stream_id)))
  or (viewer_kind() = 'Bank' and bank = viewer_tenant()));
create index break_book_file on break_book (file);

drop policy reading on bank_line;
create policy reading on bank_line for select to creditloan_reader using (
  (viewer_kind() = 'Pool' and exists (select from bank_file_book f where f.stream_id = bank_line.stream_id))
  or (viewer_kind() = 'Bank' and split_part(stream_id, '/', 2) = viewer_tenant()));
drop policy reading on bank_file_part;
create policy reading on bank_file_part for select to creditloan_reader using (
  (viewer_kind() = 'Pool' and exists (select from bank_file_book f where f.stream_id = bank_file_part.file))
  or (viewer_kind() = 'Bank' and split_part(file, '/', 2) = viewer_tenant()));
