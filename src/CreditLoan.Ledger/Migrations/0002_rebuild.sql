-- A view is rebuilt in a schema of its own, under its own name, and changes places with the live one.
create schema rebuilding;
create schema replaced;

-- An empty table like the live one, with its rights; indexes follow when it is filled.
create function rebuild_begin(live text) returns void language plpgsql as $$
declare
  source regclass := format('public.%I', live)::regclass;
  own record;
begin
  execute format('drop table if exists rebuilding.%I', live);
  execute format('create table rebuilding.%I (like public.%I including defaults including constraints including generated including identity including storage)', live, live);
  for own in
    select coalesce(r.rolname, 'public') as grantee, a.privilege_type
    from pg_class c, aclexplode(c.relacl) a left join pg_roles r on r.oid = a.grantee
    where c.oid = source and a.grantee <> c.relowner
  loop
    execute format('grant %s on rebuilding.%I to %s', own.privilege_type, live, case own.grantee when 'public' then 'public' else quote_ident(own.grantee) end);
  end loop;
  if (select relrowsecurity from pg_class where oid = source) then
    execute format('alter table rebuilding.%I enable row level security', live);
  end if;
end $$;

create function rebuild_index(live text) returns void language plpgsql as $$
declare own record;
begin
  for own in
    select c.relname, x.indisprimary, pg_get_indexdef(x.indexrelid) as definition
    from pg_index x join pg_class c on c.oid = x.indexrelid where x.indrelid = format('public.%I', live)::regclass
  loop
    execute replace(own.definition, format(' ON public.%I ', live), format(' ON rebuilding.%I ', live));
    if own.indisprimary then
      execute format('alter table rebuilding.%I add constraint %I primary key using index %I', live, own.relname, own.relname);
    end if;
  end loop;
  execute format('analyze rebuilding.%I', live);
end $$;

-- Under the caller's lock. Policies, also those of other tables that look into this one, and SQL views over it are made anew: they know
-- tables by identity, not by name.
create function rebuild_swap(live text) returns void language plpgsql as $$
declare
  source oid := format('public.%I', live)::regclass;
  anew text[] := '{}';
  own record;
  statement text;
begin
  for own in
    select p.polname, c.relname, p.polrelid,
           format('create policy %I on public.%I as %s for %s to %s%s%s', p.polname, c.relname,
             case when p.polpermissive then 'permissive' else 'restrictive' end,
             case p.polcmd when 'r' then 'select' when 'a' then 'insert' when 'w' then 'update' when 'd' then 'delete' else 'all' end,
             (select string_agg(case when role = 0 then 'public' else quote_ident(pg_get_userbyid(role)) end, ', ') from unnest(p.polroles) role),
             coalesce(' using (' || pg_get_expr(p.polqual, p.polrelid) || ')', ''),
             coalesce(' with check (' || pg_get_expr(p.polwithcheck, p.polrelid) || ')', '')) as definition
    from pg_policy p join pg_class c on c.oid = p.polrelid
    where p.polrelid = source
       or exists (select from pg_depend d where d.classid = 'pg_policy'::regclass and d.objid = p.oid and d.refclassid = 'pg_class'::regclass and d.refobjid = source)
  loop
    anew := anew || own.definition;
    execute format('drop policy %I on public.%I', own.polname, own.relname);
  end loop;
  for own in
    select distinct v.oid, format('create or replace view public.%I%s as %s', v.relname, ' with (' || array_to_string(v.reloptions, ', ') || ')', pg_get_viewdef(v.oid)) as definition,
           format('create or replace view public.%I as %s', v.relname, pg_get_viewdef(v.oid)) as plain, v.reloptions is null as is_plain
    from pg_depend d join pg_rewrite r on r.oid = d.objid join pg_class v on v.oid = r.ev_class
    where d.classid = 'pg_rewrite'::regclass and d.refclassid = 'pg_class'::regclass and d.refobjid = source and v.relkind = 'v'
    order by v.oid
  loop
    anew := anew || case when own.is_plain then own.plain else own.definition end;
  end loop;
  execute format('drop table if exists replaced.%I', live);
  execute format('alter table public.%I set schema replaced', live);
  execute format('alter table rebuilding.%I set schema public', live);
  foreach statement in array anew loop execute statement; end loop;
  delete from view_stopped where name = live;
end $$;
revoke execute on function rebuild_begin, rebuild_index, rebuild_swap from public;

-- What the operator's page shows of views that stopped and of followers; how far each is, and how far the log is.
create function follower_state(out name text, out reached bigint, out head bigint, out updated_at timestamptz)
  returns setof record language sql stable security definer set search_path = public
  as $$
    select p.name, p.last_seq_id, (select case when is_called then last_value else 0 end from mt_events_sequence), p.last_updated
    from mt_event_progression p where viewer_kind() = 'Platform' order by p.name
  $$;
revoke execute on function follower_state from public;
grant execute on function follower_state to creditloan_reader;
