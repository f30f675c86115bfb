-- When a class of data was last delivered: profiles made before are made again.
alter table record_coverage add column delivered_at timestamptz not null default clock_timestamp();
create index consent_book_platform on consent_book (enterprise) where recipient = 'platform' and status = 'Active';
