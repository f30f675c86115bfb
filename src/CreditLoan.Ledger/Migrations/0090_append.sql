-- Many commands in one durable step, two ways (docs/event-store.md). Plans are fixed on the first call and kept, so no statement here leaves
-- the planner a choice that an empty table could lead astray: rows are found by index, one by one, in sub-selects and by their place.

-- What a statement wrote against what it was meant to write.
create function require_rows(view text, written bigint, meant bigint) returns void language plpgsql as $$
begin
  if written <> meant then raise exception 'The view % took % rows instead of %.', view, written, meant; end if;
end $$;
revoke execute on function require_rows from public;
grant execute on function require_rows to creditloan_writer;

-- The smooth way, nearly always taken: every stream is where it was folded, no command came before, every key is free, and no key
-- comes twice. Otherwise it raises XY001, leaves nothing behind, and the caller takes append_batch. Arguments as there.
create function append_smooth(
  at timestamptz,
  s_id text[], s_type text[], s_base bigint[], s_next bigint[],
  c_id uuid[], c_content text[], c_answer text[], c_outcome text[], c_account text[], c_role text[], c_tenant text[], c_act text[], c_subject text[], c_date date[],
  e_id uuid[], e_stream text[], e_version bigint[], e_data jsonb[], e_type text[], e_dotnet text[], e_correlation text[], e_headers jsonb[], e_user text[],
  k_stream text[], k_kind text[], k_key text[], k_takes boolean[],
  l_kind text[], l_subject text[], l_content text[])
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
  meant bigint;
  done bigint;
  fine boolean;
  places tid[];
  wanted bigint[];
begin
  -- Locks: new streams, then the others, each in the caller's order. So the transaction has its id before it takes a seq_id.
  select count(*) into meant from unnest(s_base, s_next) s(base, next) where s.base = 0 and s.next > 0;
  if meant > 0 then
    insert into mt_streams (id, type, version, timestamp, created)
    select s.id, s.type, s.next, at, at from unnest(s_id, s_type, s_base, s_next) s(id, type, base, next) where s.base = 0 and s.next > 0
    on conflict (id) do nothing;
    get diagnostics done = row_count;
    if done < meant then raise exception 'a stream is there already' using errcode = 'XY001'; end if;
  end if;
  if meant < cardinality(s_id) then
    select array_agg(s.ctid) filter (where w.next > w.base), array_agg(w.next) filter (where w.next > w.base), bool_and(coalesce(s.version, 0) = w.base)
      into places, wanted, fine
      from unnest(s_id, s_base, s_next) w(id, base, next)
      left join lateral (select m.ctid, m.version from mt_streams m where m.id = w.id for no key update) s on true
      where w.base > 0 or w.next = 0;
    if not fine then raise exception 'a stream has moved' using errcode = 'XY001'; end if;
  end if;

  insert into command (id, content, answer, at)
  select c.id, c.content, c.answer::jsonb, at from unnest(c_id, c_content, c_answer, c_outcome) c(id, content, answer, outcome)
  where c.outcome = 'accepted' on conflict (id) do nothing;
  get diagnostics done = row_count;
  if done < cardinality(c_id) then
    select count(*) filter (where c.outcome = 'accepted'), bool_or(c.outcome is distinct from 'accepted' and (select true from command m where m.id = c.id))
      into meant, fine from unnest(c_id, c_outcome) c(id, outcome);
    if done < meant or fine then raise exception 'a command came before' using errcode = 'XY001'; end if;
  end if;

  if cardinality(k_key) > 0 then
    delete from taken_key t where t.ctid = any(array(
      select (select m.ctid from taken_key m where m.kind = k.kind and m.key = k.key and m.stream_id = k.stream)
      from unnest(k_stream, k_kind, k_key, k_takes) k(stream, kind, key, takes) where not k.takes));
    insert into taken_key (kind, key, stream_id)
    select k.kind, k.key, k.stream from unnest(k_stream, k_kind, k_key, k_takes) k(stream, kind, key, takes) where k.takes on conflict do nothing;
    get diagnostics done = row_count;
    if done < (select count(*) from unnest(k_takes) k(takes) where k.takes) then raise exception 'a key is taken' using errcode = 'XY001'; end if;
  end if;

  -- Before the streams' versions: the foreign key's check asks for less than the lock that is held, and so writes nothing.
  insert into mt_events (seq_id, id, stream_id, version, data, type, timestamp, mt_dotnet_type, correlation_id, headers, user_name)
  select nextval('mt_events_sequence'), e.id, e.stream, e.version, e.data, e.type, at, e.dotnet, e.correlation, e.headers, e.by
  from unnest(e_id, e_stream, e_version, e_data, e_type, e_dotnet, e_correlation, e_headers, e_user)
    e(id, stream, version, data, type, dotnet, correlation, headers, by);

  update mt_streams s set version = w.next, timestamp = at from unnest(places, wanted) w(place, next) where s.ctid = w.place;
  get diagnostics done = row_count;
  if done <> coalesce(cardinality(places), 0) then raise exception 'streams that were locked are gone'; end if;

  insert into audit (at, account, role, tenant, act, subject, outcome, command, business_date)
  select at, c.account, c.role, c.tenant, c.act, c.subject::text[], c.outcome, c.id, c.day
  from unnest(c_id, c_outcome, c_account, c_role, c_tenant, c_act, c_subject, c_date) c(id, outcome, account, role, tenant, act, subject, day)
  where c.outcome is not null;

  if cardinality(l_kind) > 0 then
    insert into evidence_queue (at, kind, subject, content)
    select at, l.kind, l.subject, l.content::jsonb::text from unnest(l_kind, l_subject, l_content) l(kind, subject, content);
  end if;
end $$;
revoke execute on function append_smooth from public;
grant execute on function append_smooth to creditloan_writer;

-- The careful way: what could not be done is answered, command by command, and the rest is done; an empty answer means that all of it was.
drop function append_batch;
--   s_…: the streams, in the order in which they are locked; from the version that was folded to the one that is wanted
--   c_…: the commands; the outcome is 'accepted', a refusal's code, or null where the command only looked
--   u_…: which command rests on which stream, by command
--   e_…, k_…, l_…: events, keys taken or given back, leaves, each with its command, by command
-- Verdicts: 'lost' (a stream was not at the version that the decision rested on), 'repeated' (with the first content and answer),
-- 'taken' (with the kind and the key). What rested on a command that failed has failed with it.
create function append_batch(
  at timestamptz,
  s_id text[], s_type text[], s_base bigint[], s_next bigint[],
  c_id uuid[], c_content text[], c_answer text[], c_outcome text[], c_account text[], c_role text[], c_tenant text[], c_act text[], c_subject text[], c_date date[],
  u_command int[], u_stream int[],
  e_command int[], e_id uuid[], e_stream text[], e_version bigint[], e_data jsonb[], e_type text[], e_dotnet text[], e_correlation text[], e_headers jsonb[], e_user text[],
  k_command int[], k_stream text[], k_kind text[], k_key text[], k_takes boolean[],
  l_command int[], l_kind text[], l_subject text[], l_content text[])
returns table (command_number int, verdict text, detail text, more text)
language plpgsql
set plan_cache_mode = force_generic_plan
set enable_hashjoin = off
set enable_mergejoin = off
set enable_seqscan = off
set jit = off
as $$
#variable_conflict use_variable
declare
  n int := cardinality(c_id);
  inserted int;
  fresh text[];
  all_fresh boolean;
  stale int[];
  fine boolean[];
  bad boolean[];
  u int := 1;
  u_first int;
  k int := 1;
  k_first int;
  stream int;
begin
  -- Locks: new streams, then the others, each in the caller's order. So the transaction has its id before it takes a seq_id.
  with made as (
    insert into mt_streams (id, type, version, timestamp, created)
    select s.id, s.type, s.next, at, at from unnest(s_id, s_type, s_base, s_next) s(id, type, base, next) where s.base = 0 and s.next > 0
    on conflict (id) do nothing returning id)
  select coalesce(array_agg(made.id), '{}') into fresh from made;
  select count(*) = cardinality(fresh) into all_fresh from unnest(s_base, s_next) s(base, next) where s.base = 0 and s.next > 0;

  select coalesce(array_agg(w.n::int) filter (where coalesce(s.version, 0) <> w.base and not (w.base = 0 and w.id = any(fresh))), '{}')
    into stale
    from unnest(s_id, s_base, s_next) with ordinality w(id, base, next, n)
    left join lateral (select m.ctid, m.version from mt_streams m where m.id = w.id for no key update) s on true
    where w.base > 0 or w.next = 0 or not all_fresh;

  fine := array_fill(true, array[n]);
  bad := array_fill(false, array[cardinality(s_id)]);
  foreach stream in array stale loop bad[stream] := true; end loop;
  for i in 1..n loop
    command_number := i; verdict := null; detail := null; more := null;
    select 'repeated', m.content, m.answer::text into verdict, detail, more from command m where m.id = c_id[i];
    u_first := u;
    while u_command[u] = i loop
      if bad[u_stream[u]] and verdict is null then verdict := 'lost'; end if;
      u := u + 1;
    end loop;
    k_first := k;
    while k_command[k] = i loop k := k + 1; end loop;
    if verdict is null and c_outcome[i] = 'accepted' then
      begin
        for j in k_first..k - 1 loop
          if k_takes[j] then
            insert into taken_key (kind, key, stream_id) values (k_kind[j], k_key[j], k_stream[j]) on conflict do nothing;
            if not found then
              verdict := 'taken'; detail := k_kind[j]; more := k_key[j];
              raise unique_violation;
            end if;
          else
            delete from taken_key where kind = k_kind[j] and key = k_key[j] and stream_id = k_stream[j];
          end if;
        end loop;
      exception when unique_violation then null; -- The keys that this command took or gave back are as before.
      end;
    end if;
    if verdict is not null then
      fine[i] := false;
      return next;
      if c_outcome[i] = 'accepted' then
        for j in u_first..u - 1 loop bad[u_stream[j]] := true; end loop;
      end if;
      if verdict = 'taken' then
        insert into audit (at, account, role, tenant, act, subject, outcome, command, business_date)
        values (at, c_account[i], c_role[i], c_tenant[i], c_act[i], c_subject[i]::text[], detail || '.taken', c_id[i], c_date[i]);
      end if;
    end if;
  end loop;

  insert into command (id, content, answer, at)
  select c.id, c.content, c.answer::jsonb, at from unnest(c_id, c_content, c_answer, c_outcome, fine) c(id, content, answer, outcome, fine)
  where c.outcome = 'accepted' and c.fine on conflict (id) do nothing;
  get diagnostics inserted = row_count;
  if inserted < (select count(*) from unnest(c_outcome, fine) c(outcome, fine) where c.outcome = 'accepted' and c.fine) then
    raise serialization_failure using message = 'another process has just accepted one of these commands';
  end if;

  -- Versions go as far as the facts that are left; a stream made for nothing stays empty.
  update mt_streams s set version = f.version, timestamp = at
  from (select (select m.ctid from mt_streams m where m.id = e.stream) as place, max(e.version) as version
        from unnest(e_command, e_stream, e_version) e(command, stream, version) where fine[e.command] group by e.stream) f
  where s.ctid = f.place and s.version <> f.version;
  update mt_streams s set version = 0 where s.id = any(fresh)
    and not exists (select from unnest(e_command, e_stream) e(command, stream) where fine[e.command] and e.stream = s.id);

  insert into mt_events (seq_id, id, stream_id, version, data, type, timestamp, mt_dotnet_type, correlation_id, headers, user_name)
  select nextval('mt_events_sequence'), e.id, e.stream, e.version, e.data, e.type, at, e.dotnet, e.correlation, e.headers, e.by
  from unnest(e_command, e_id, e_stream, e_version, e_data, e_type, e_dotnet, e_correlation, e_headers, e_user)
    e(command, id, stream, version, data, type, dotnet, correlation, headers, by)
  where fine[e.command];

  insert into audit (at, account, role, tenant, act, subject, outcome, command, business_date)
  select at, c.account, c.role, c.tenant, c.act, c.subject::text[], c.outcome, c.id, c.day
  from unnest(c_id, c_outcome, c_account, c_role, c_tenant, c_act, c_subject, c_date) with ordinality c(id, outcome, account, role, tenant, act, subject, day, n)
  where c.outcome is not null and fine[c.n];

  if cardinality(l_command) > 0 then
    insert into evidence_queue (at, kind, subject, content)
    select at, l.kind, l.subject, l.content::jsonb::text from unnest(l_command, l_kind, l_subject, l_content) l(command, kind, subject, content)
    where fine[l.command];
  end if;
end $$;
revoke execute on function append_batch from public;
grant execute on function append_batch to creditloan_writer;
