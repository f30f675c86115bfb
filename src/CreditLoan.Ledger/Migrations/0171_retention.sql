-- A read that is kept no longer takes a review of it along, however late that was opened.
alter table read_review drop constraint read_review_read_fkey, add constraint read_review_read_fkey foreign key (read) references profile_read (id) on delete cascade;
