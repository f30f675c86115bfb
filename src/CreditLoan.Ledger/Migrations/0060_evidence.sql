-- The evidence log: leaves, the tree over them in tiles of 256 hashes, signed checkpoints, public keys. Private keys are not here.
create table evidence_leaf (
  index      bigint      primary key,
  number     text        not null unique,
  at         timestamptz not null,
  kind       text        not null,
  subject    text        not null,
  commitment bytea       not null,
  -- Of a range of the log: everything after the last range, up to and with this seq_id.
  last_seq   bigint      null,
  events     int         null
);
create index evidence_leaf_subject on evidence_leaf (subject);
create index evidence_leaf_last_seq on evidence_leaf (last_seq) where last_seq is not null;

-- What a leaf's commitment was made of; deleting it erases the content and leaves every proof valid.
create table evidence_content (
  index   bigint primary key references evidence_leaf (index),
  salt    bytea  not null,
  content text   not null
);

create table evidence_tile (
  level  int    not null,
  index  bigint not null,
  hashes bytea  not null,
  primary key (level, index)
);

create table evidence_checkpoint (
  size      bigint      primary key,
  root      bytea       not null,
  at        timestamptz not null,
  key       text        not null,
  signature bytea       not null
);

create table evidence_key (
  position    int   primary key,
  id          text  not null unique,
  public      bytea not null,
  endorsed_by text  not null,
  endorsement bytea not null
);

-- One row: how far the tree is. A sealer writes only if it is where that sealer read it (the fence).
create table evidence_state (
  one      boolean primary key default true check (one),
  size     bigint  not null,
  last_seq bigint  not null
);
insert into evidence_state (size, last_seq) values (0, 0);

grant select, insert on evidence_leaf, evidence_content, evidence_checkpoint, evidence_key to creditloan_sealer;
grant select, insert, update on evidence_tile to creditloan_sealer;
grant select, update (size, last_seq) on evidence_state to creditloan_sealer;
grant usage, select on sequence evidence_queue_id_seq to creditloan_sealer;

-- Anybody may ask about a number: leaves hold commitments and ids, never content.
grant select on evidence_leaf, evidence_tile, evidence_checkpoint, evidence_key, evidence_state to creditloan_reader;
alter table evidence_leaf enable row level security;
create policy sealing on evidence_leaf to creditloan_sealer using (true) with check (true);
create policy reading on evidence_leaf for select to creditloan_reader using (true);
alter table evidence_tile enable row level security;
create policy sealing on evidence_tile to creditloan_sealer using (true) with check (true);
create policy reading on evidence_tile for select to creditloan_reader using (true);
alter table evidence_checkpoint enable row level security;
create policy sealing on evidence_checkpoint to creditloan_sealer using (true) with check (true);
create policy reading on evidence_checkpoint for select to creditloan_reader using (true);
alter table evidence_key enable row level security;
create policy sealing on evidence_key to creditloan_sealer using (true) with check (true);
create policy reading on evidence_key for select to creditloan_reader using (true);
alter table evidence_state enable row level security;
create policy sealing on evidence_state to creditloan_sealer using (true) with check (true);
create policy reading on evidence_state for select to creditloan_reader using (true);

-- Whether a document is what a leaf was made of; the document itself never leaves.
create function evidence_matches(leaf bigint, document text) returns boolean language plpgsql stable security definer set search_path = public as $$
declare kept text;
begin
  select c.content into kept from evidence_content c where c.index = leaf and c.content <> '';
  return kept is not null and (kept = document or kept::jsonb = document::jsonb);
exception when invalid_text_representation then return false; -- No JSON, and not the text either.
end $$;
revoke execute on function evidence_matches from public;
grant execute on function evidence_matches to creditloan_reader;
