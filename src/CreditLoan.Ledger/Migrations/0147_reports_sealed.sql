-- Every read of a profile becomes a leaf of its own, in the transaction of the read; its number says nothing of whose profile it was.
create function seal_profile_read() returns trigger language plpgsql security definer set search_path = public, pg_temp as $$
begin
  insert into evidence_queue (at, kind, subject, content) values (new.at, 'report-read', 'read-' || new.id, (to_jsonb(new) - 'id')::text);
  return null;
end $$;
revoke execute on function seal_profile_read from public;
create trigger seal after insert on profile_read for each row execute function seal_profile_read();

-- A report that left as a file: its leaf holds the file's digest, and whoever has the file finds its number.
create index evidence_content_file on evidence_content ((content::jsonb ->> 'Sha256')) where starts_with(content, '{"Title"');
create function evidence_of_file(sha256 text) returns text language sql stable security definer set search_path = public, pg_temp as $$
  select l.number from evidence_content c join evidence_leaf l using (index) where starts_with(c.content, '{"Title"') and c.content::jsonb ->> 'Sha256' = sha256 order by c.index desc limit 1
$$;
revoke execute on function evidence_of_file from public;
grant execute on function evidence_of_file to creditloan_reader;
