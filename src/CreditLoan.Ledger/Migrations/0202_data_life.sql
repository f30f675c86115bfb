-- The life of consented data, enforced: a bank that has not answered for what it had to delete reads nothing more of that enterprise.
-- Fifteen days to answer run from the last day that it was allowed to keep what it read.
create function deletion_overdue(p_enterprise text, p_bank text, p_today date) returns boolean language sql stable security definer set search_path = public, pg_temp as $$
  select exists (
    select from consent_book c
    where c.enterprise = p_enterprise and c.recipient = p_bank and c.status in ('Revoked', 'Expired') and c.ended_on + c.keep_days + 15 < p_today
      and exists (select from profile_read r where r.consent = c.consent) and not exists (select from deletion_answer a where a.consent = c.consent))
$$;
revoke all on function deletion_overdue(text, text, date) from public;

alter function read_profile(text, text, text, text, text[], text, date) rename to read_consented_profile;
revoke all on function read_consented_profile(text, text, text, text, text[], text, date) from creditloan_reader;

-- How much one person reads in a day: far above any work by hand, far below copying a city.
create index profile_read_account on profile_read (account, read_on);

create function read_profile(p_enterprise text, p_bank text, p_account text, p_role text, p_purposes text[], p_application text, p_today date)
returns jsonb language plpgsql security definer set search_path = public, pg_temp as $$
declare
  why text := case
    when deletion_overdue(p_enterprise, p_bank, p_today) then 'profile.deletion_overdue'
    when p_role <> 'BankSystem' and (select count(*) from profile_read r where r.account = p_account and r.read_on = p_today) >= 300 then 'profile.person_limit' end;
begin
  if why is not null then
    insert into audit (at, account, role, tenant, act, subject, outcome, business_date, detail)
      values (clock_timestamp(), p_account, p_role, p_bank, 'profile.read', array['enterprise/' || p_enterprise], why, p_today, jsonb_build_object('application', p_application));
    return jsonb_build_object('Outcome', why);
  end if;
  return read_consented_profile(p_enterprise, p_bank, p_account, p_role, p_purposes, p_application, p_today);
end $$;
revoke all on function read_profile(text, text, text, text, text[], text, date) from public;
grant execute on function read_profile(text, text, text, text, text[], text, date) to creditloan_reader;
