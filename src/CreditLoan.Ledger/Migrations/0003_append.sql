-- One durable step for many commands: locks and checks first, then every row, set by set. What could not be done is answered;
-- an empty answer means that all of it was. (docs/event-store.md)
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
  e_command int[], e_id uuid[], e_stream text[], e_version bigint[], e_data text[], e_type text[], e_dotnet text[], e_correlation text[], e_headers text[], e_user text[],
  k_command int[], k_stream text[], k_kind text[], k_key text[], k_takes boolean[],
  l_command int[], l_kind text[], l_subject text[], l_content text[])
returns table (command_number int, verdict text, detail text, more text)
language plpgsql
set plan_cache_mode = force_generic_plan
set enable_hashjoin = off
set enable_mergejoin = off
set enable_seqscan = off
as $$
#variable_conflict use_variable
declare
  n int := cardinality(c_id);
  accepted int := (select count(*) from unnest(c_outcome) c(outcome) where c.outcome = 'accepted');
  inserted int;
  fresh text[];
  all_fresh boolean;
  places tid[];
  wanted bigint[];
  stale int[];
  smooth boolean;
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

  select array_agg(s.ctid) filter (where w.next > w.base and s.version = w.base),
         array_agg(w.next) filter (where w.next > w.base and s.version = w.base),
         coalesce(array_agg(w.n::int) filter (where coalesce(s.version, 0) <> w.base and not (w.base = 0 and w.id = any(fresh))), '{}')
    into places, wanted, stale
    from unnest(s_id, s_base, s_next) with ordinality w(id, base, next, n)
    left join lateral (select m.ctid, m.version from mt_streams m where m.id = w.id for no key update) s on true
    where w.base > 0 or w.next = 0 or not all_fresh;

  -- The smooth way, nearly always taken: nothing stale, no key at stake, no command that came before.
  smooth := all_fresh and cardinality(stale) = 0 and cardinality(k_command) = 0
    and not exists (select from unnest(c_id, c_outcome) c(id, outcome) join command m on m.id = c.id where c.outcome is distinct from 'accepted');
  if smooth then
    begin
      insert into command (id, content, answer, at)
      select c.id, c.content, c.answer::jsonb, at from unnest(c_id, c_content, c_answer, c_outcome) c(id, content, answer, outcome)
      where c.outcome = 'accepted' on conflict (id) do nothing;
      get diagnostics inserted = row_count;
      if inserted < accepted then raise unique_violation; end if;
    exception when unique_violation then smooth := false; -- A command came before; what was inserted is gone with this block.
    end;
  end if;

  if not smooth then
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
    from (select e.stream, max(e.version) as version from unnest(e_command, e_stream, e_version) e(command, stream, version) where fine[e.command] group by e.stream) f
    where s.id = f.stream and s.version <> f.version;
    update mt_streams s set version = 0 where s.id = any(fresh)
      and not exists (select from unnest(e_command, e_stream) e(command, stream) where fine[e.command] and e.stream = s.id);
  else
    update mt_streams s set version = w.next, timestamp = at from unnest(places, wanted) w(place, next) where s.ctid = w.place;
    get diagnostics inserted = row_count;
    if inserted <> coalesce(cardinality(places), 0) then raise exception 'streams that were locked are gone'; end if;
  end if;

  insert into mt_events (seq_id, id, stream_id, version, data, type, timestamp, mt_dotnet_type, correlation_id, headers, user_name)
  select nextval('mt_events_sequence'), e.id, e.stream, e.version, e.data::jsonb, e.type, at, e.dotnet, e.correlation, e.headers::jsonb, e.by
  from unnest(e_command, e_id, e_stream, e_version, e_data, e_type, e_dotnet, e_correlation, e_headers, e_user)
    e(command, id, stream, version, data, type, dotnet, correlation, headers, by)
  where smooth or fine[e.command];

  insert into audit (at, account, role, tenant, act, subject, outcome, command, business_date)
  select at, c.account, c.role, c.tenant, c.act, c.subject::text[], c.outcome, c.id, c.day
  from unnest(c_id, c_outcome, c_account, c_role, c_tenant, c_act, c_subject, c_date) with ordinality c(id, outcome, account, role, tenant, act, subject, day, n)
  where c.outcome is not null and (smooth or fine[c.n]);

  if cardinality(l_command) > 0 then
    insert into evidence_queue (at, kind, subject, content)
    select at, l.kind, l.subject, l.content::jsonb::text from unnest(l_command, l_kind, l_subject, l_content) l(command, kind, subject, content)
    where smooth or fine[l.command];
  end if;
end $$;
revoke execute on function append_batch from public;
grant execute on function append_batch to creditloan_writer;
