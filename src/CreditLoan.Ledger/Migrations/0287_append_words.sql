-- The smooth way as in 0270, told in fewer words: of the texts that a batch repeats (types, roles, acts, accounts) each comes once, in words, and
-- is named by its place there, the first being 'accepted' and 0 none; what stands in a command's or a stream's array is taken from there.
drop function append_smooth;
create function append_smooth(
  at timestamptz,
  s_id text[], s_type int[], s_base bigint[], s_next bigint[],
  c_id uuid[], c_content text[], c_answer text[], c_outcome int[], c_account int[], c_role int[], c_tenant int[], c_act int[], c_stream int[], c_subject text[], c_date date[], c_headers jsonb[],
  e_id uuid[], e_command int[], e_stream int[], e_version bigint[], e_data jsonb[], e_type int[], e_dotnet int[],
  k_stream text[], k_kind text[], k_key text[], k_takes boolean[],
  l_kind text[], l_subject text[], l_content text[],
  words text[])
returns void
language plpgsql
set plan_cache_mode = force_generic_plan
set enable_hashjoin = off
set enable_mergejoin = off
set enable_seqscan = off
set jit = off
as $$
#variable_conflict use_variable
declare
  meant bigint := 0;
  done bigint;
  fine boolean;
  places tid[];
  wanted bigint[];
begin
  -- Locks: new streams, then the others, each in the caller's order. So the transaction has its id before it takes a seq_id.
  if 0 = any(s_base) then
    select count(*) into meant from (select unnest(s_base) as base, unnest(s_next) as next) s where s.base = 0 and s.next > 0;
    insert into mt_streams (id, type, version, timestamp, created)
    select s.id, words[s.type], s.next, at, at
    from (select unnest(s_id) as id, unnest(s_type) as type, unnest(s_base) as base, unnest(s_next) as next) s where s.base = 0 and s.next > 0
    on conflict (id) do nothing;
    get diagnostics done = row_count;
    if done < meant then raise exception 'a stream is there already' using errcode = 'XY001'; end if;
  end if;
  if meant < cardinality(s_id) then
    select array_agg(s.ctid) filter (where w.next > w.base), array_agg(w.next) filter (where w.next > w.base), bool_and(coalesce(s.version, 0) = w.base)
      into places, wanted, fine
      from (select unnest(s_id) as id, unnest(s_base) as base, unnest(s_next) as next) w
      left join lateral (select m.ctid, m.version from mt_streams m where m.id = w.id for no key update) s on true
      where w.base > 0 or w.next = 0;
    if not fine then raise exception 'a stream has moved' using errcode = 'XY001'; end if;
  end if;

  insert into command (id, content, answer, at)
  select c.id, c.content, c.answer::jsonb, at from (select unnest(c_id) as id, unnest(c_content) as content, unnest(c_answer) as answer, unnest(c_outcome) as outcome) c
  where c.outcome = 1;
  get diagnostics done = row_count;
  if done < cardinality(c_id) then
    select bool_or(c.outcome <> 1 and (select true from command m where m.id = c.id)) into fine from (select unnest(c_id) as id, unnest(c_outcome) as outcome) c;
    if fine then raise exception 'a command came before' using errcode = 'XY001'; end if;
  end if;

  if cardinality(k_key) > 0 then
    delete from taken_key t where t.ctid = any(array(
      select (select m.ctid from taken_key m where m.kind = k.kind and m.key = k.key and m.stream_id = k.stream)
      from (select unnest(k_stream) as stream, unnest(k_kind) as kind, unnest(k_key) as key, unnest(k_takes) as takes) k where not k.takes));
    insert into taken_key (kind, key, stream_id)
    select k.kind, k.key, k.stream from (select unnest(k_stream) as stream, unnest(k_kind) as kind, unnest(k_key) as key, unnest(k_takes) as takes) k where k.takes on conflict do nothing;
    get diagnostics done = row_count;
    if done < (select count(*) from (select unnest(k_takes) as takes) k where k.takes) then raise exception 'a key is taken' using errcode = 'XY001'; end if;
  end if;

  -- Before the streams' versions: the foreign key's check asks for less than the lock that is held, and so writes nothing.
  insert into mt_events (seq_id, id, stream_id, version, data, type, timestamp, mt_dotnet_type, correlation_id, headers, user_name)
  select nextval('mt_events_sequence'), e.id, s_id[e.stream], e.version, e.data, words[e.type], at, words[e.dotnet], c_id[e.command]::text, c_headers[e.command], words[c_account[e.command]]
  from (select unnest(e_id) as id, unnest(e_command) as command, unnest(e_stream) as stream, unnest(e_version) as version, unnest(e_data) as data, unnest(e_type) as type, unnest(e_dotnet) as dotnet) e;

  update mt_streams s set version = w.next, timestamp = at from (select unnest(places) as place, unnest(wanted) as next) w where s.ctid = w.place;
  get diagnostics done = row_count;
  if done <> coalesce(cardinality(places), 0) then raise exception 'streams that were locked are gone'; end if;

  insert into audit (at, account, role, tenant, act, subject, outcome, command, business_date)
  select at, words[c.account], words[c.role], words[c.tenant], words[c.act], case when c.stream > 0 then array[s_id[c.stream]] else c.subject::text[] end, words[c.outcome], c.id, c.day
  from (select unnest(c_id) as id, unnest(c_outcome) as outcome, unnest(c_account) as account, unnest(c_role) as role, unnest(c_tenant) as tenant,
    unnest(c_act) as act, unnest(c_stream) as stream, unnest(c_subject) as subject, unnest(c_date) as day) c
  where c.outcome > 0;

  if cardinality(l_kind) > 0 then
    insert into evidence_queue (at, kind, subject, content)
    select at, l.kind, l.subject, l.content::jsonb::text from (select unnest(l_kind) as kind, unnest(l_subject) as subject, unnest(l_content) as content) l;
  end if;
end $$;
revoke execute on function append_smooth from public;
grant execute on function append_smooth to creditloan_writer;
