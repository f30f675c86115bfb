-- Banks' systems on the API and their keys.
create table bank_client_book (
  stream_id  text        primary key,
  version    bigint      not null,
  changed_at timestamptz not null,
  client     text        not null unique,
  bank       text        not null,
  keys       jsonb       not null
);
grant select, insert, update, delete on bank_client_book to creditloan_writer;
grant select on bank_client_book to creditloan_reader;
alter table bank_client_book enable row level security;
create policy writing on bank_client_book for all to creditloan_writer using (true) with check (true);
create policy reading on bank_client_book for select to creditloan_reader using (
  (viewer_kind() = 'Bank' and bank = viewer_tenant()) or viewer_role() = 'SecurityAdministrator');

-- The keys with which the bank API signs tokens and answers, wrapped by the master key; an older one goes on verifying.
create table identity.api_key (
  id         text        primary key,
  public_jwk text        not null,
  wrapped    bytea       not null,
  made_at    timestamptz not null
);
grant select, insert on identity.api_key to creditloan_writer;

-- What counts once: client assertions and proofs of possession. Unlogged, because each lives for minutes at most.
create unlogged table identity.used_once (
  id          text        primary key,
  valid_until timestamptz not null
);
create index used_once_until on identity.used_once (valid_until);
grant select, insert, delete on identity.used_once to creditloan_writer;

-- How often a bank has called. Unlogged: after a crash a bank begins its second and its day anew.
create unlogged table identity.api_meter (
  bank      text        primary key,
  second    timestamptz not null,
  in_second integer     not null,
  day       date        not null,
  in_day    integer     not null
);
grant select, insert, update on identity.api_meter to creditloan_writer;

-- Lets one call of a bank's system in: its proof counts once, its key is still in use, the bank is within its limits.
create function api_enter(p_bank text, p_client text, p_key text, p_once text, p_once_until timestamptz, p_most_in_second integer, p_most_in_day integer, p_now timestamptz)
returns table (verdict text, in_second integer, in_day integer) language plpgsql as $$
#variable_conflict use_column
begin
  if p_key is not null and not exists (
    select from bank_client_book b, jsonb_array_elements(b.keys) k
    where b.client = p_client and b.bank = p_bank and k ->> 'Stage' = 'Active' and k -> 'Key' ->> 'Thumbprint' = p_key) then
    return query select 'revoked', 0, 0;
    return;
  end if;
  if p_once is not null then
    insert into identity.used_once (id, valid_until) values (p_once, p_once_until) on conflict do nothing;
    if not found then
      return query select 'replayed', 0, 0;
      return;
    end if;
  end if;
  insert into identity.api_meter as m (bank, second, in_second, day, in_day)
    values (p_bank, date_trunc('second', p_now), 1, (p_now at time zone 'Asia/Shanghai')::date, 1)
    on conflict (bank) do update set
      in_second = case when m.second = excluded.second then m.in_second + 1 else 1 end, second = excluded.second,
      in_day = case when m.day = excluded.day then m.in_day + 1 else 1 end, day = excluded.day
    returning m.in_second, m.in_day into in_second, in_day;
  verdict := case when in_day > p_most_in_day then 'quota' when in_second > p_most_in_second then 'limit' else 'in' end;
  return next;
end $$;
revoke all on function api_enter(text, text, text, text, timestamptz, integer, integer, timestamptz) from public;
grant execute on function api_enter(text, text, text, text, timestamptz, integer, integer, timestamptz) to creditloan_writer;
