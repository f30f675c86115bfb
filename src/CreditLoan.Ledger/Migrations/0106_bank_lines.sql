-- A file's lines are copied in beside the log, which holds the file's digest: a million lines are no events.
alter table bank_file_book add column changes_only boolean not null default false;
alter table bank_line drop constraint bank_line_pkey;
alter table bank_line drop column version, drop column line;
alter table bank_line alter column changed_at set default now();
alter table bank_line add primary key (stream_id, file_row);
