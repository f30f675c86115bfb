-- Papers handed in with a claim, once each, by their digest; whoever may see the claim may fetch them.
create table paper_content (
  digest     text        primary key check (digest = encode(sha256(content), 'hex')),
  media_type text        not null,
  content    bytea       not null check (length(content) between 1 and 10485760),
  stored_at  timestamptz not null default now()
);
alter table paper_content alter column content set storage external;
grant select, insert on paper_content to creditloan_writer;
grant select on paper_content to creditloan_reader;
alter table paper_content enable row level security;
create policy writing on paper_content for all to creditloan_writer using (true) with check (true);
create index claim_book_papers on claim_book using gin (papers jsonb_path_ops);
create policy reading on paper_content for select to creditloan_reader using (
  exists (select from claim_book c where c.papers @> jsonb_build_array(jsonb_build_object('Digest', paper_content.digest))));
