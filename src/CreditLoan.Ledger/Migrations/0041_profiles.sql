-- What is made of the records, per enterprise and day. Banks have no right here: they read through read_profile alone.
create table profile (
  enterprise  text collate "C" not null,
  as_of       date             not null,
  computed_at timestamptz      not null,
  features    jsonb            not null,
  tags        jsonb            not null,
  trends      jsonb            not null,
  coverage    jsonb            not null,
  primary key (enterprise, as_of)
);
grant select, insert, update, delete on profile to creditloan_writer;
grant select on profile to creditloan_reader;
alter table profile enable row level security;
create policy write on profile for all to creditloan_writer using (true) with check (true);
create policy own on profile for select to creditloan_reader using (viewer_kind() = 'Enterprise' and enterprise = viewer_tenant());

-- Who has read whose profile, under which consent (谁查过我). Only read_profile writes it.
create table profile_read (
  id          bigint generated always as identity primary key,
  at          timestamptz not null,
  read_on     date        not null,
  enterprise  text        not null,
  consent     text        not null,
  bank        text        not null,
  account     text        not null,
  purpose     text        not null,
  application text        null,
  classes     text[]      not null,
  as_of       date        not null
);
create index profile_read_consent on profile_read (consent, read_on);
create index profile_read_enterprise on profile_read (enterprise, at desc);
grant select on profile_read to creditloan_writer, creditloan_reader;
alter table profile_read enable row level security;
create policy write on profile_read for select to creditloan_writer using (true);
create policy own on profile_read for select to creditloan_reader
  using (viewer_kind() = 'Enterprise' and enterprise = viewer_tenant() or viewer_kind() = 'Bank' and bank = viewer_tenant());

-- The only door to a profile for a bank. It holds the consent's row from the check to its commit, so a revocation
-- either comes first and nothing is read, or waits and the read was before it.
create function read_profile(p_enterprise text, p_bank text, p_account text, p_role text, p_purposes text[], p_application text, p_today date)
returns jsonb language plpgsql security definer set search_path = public, pg_temp as $$
declare
  given  record;
  own    record;
  found_profile profile%rowtype;
  scopes text[];
  used   integer := 0;
  why    text;
begin
  select * into given from consent_book b
    where b.enterprise = p_enterprise and b.recipient = p_bank and b.purpose = any (p_purposes)
      and b.status = 'Active' and b.starts_on <= p_today and b.expires_on >= p_today
    order by array_position(p_purposes, b.purpose), b.granted_on desc limit 1
    for no key update;
  if not found then
    select case b.status when 'Requested' then 'requested' when 'Paused' then 'paused' when 'Revoked' then 'revoked' when 'Rejected' then 'rejected' else 'expired' end
      into why from consent_book b
      where b.enterprise = p_enterprise and b.recipient = p_bank and b.purpose = any (p_purposes) and b.status <> 'Superseded'
      order by b.changed_at desc limit 1;
    why := 'profile.consent_' || coalesce(why, 'missing');
  else
    select * into own from consent_book b
      where b.enterprise = p_enterprise and b.recipient = 'platform' and b.purpose = 'Matching'
        and b.status = 'Active' and b.starts_on <= p_today and b.expires_on >= p_today
      order by b.granted_on desc limit 1
      for share;
    if not found then
      why := 'profile.platform_consent_missing';
    else
      select coalesce(array_agg(s), '{}') into scopes from unnest(given.scopes) s where s = any (own.scopes);
      select count(*) into used from profile_read r where r.consent = given.consent
        and (given.times_per = 'Whole' or given.times_per = 'Month' and r.read_on >= date_trunc('month', p_today)::date or r.read_on = p_today);
      select * into found_profile from profile p
        where p.enterprise = p_enterprise
          and (p.as_of between given.data_from and given.data_to or exists (select from data_date d where d.enterprise = p_enterprise))
        order by p.as_of desc limit 1;
      if cardinality(scopes) = 0 then why := 'profile.scope_missing';
      elsif used >= given.times then why := 'profile.frequency';
      elsif found_profile.enterprise is null then why := 'profile.not_computed';
      end if;
    end if;
  end if;

  insert into audit (at, account, role, tenant, act, subject, outcome, business_date, detail)
    values (clock_timestamp(), p_account, p_role, p_bank, 'profile.read', array['enterprise/' || p_enterprise] || case when given.consent is null then '{}' else array['consent/' || given.consent] end,
      coalesce(why, 'accepted'), p_today, jsonb_build_object('application', p_application, 'classes', scopes, 'as_of', found_profile.as_of));
  if why is not null then
    return jsonb_build_object('Outcome', why);
  end if;
  insert into profile_read (at, read_on, enterprise, consent, bank, account, purpose, application, classes, as_of)
    values (clock_timestamp(), p_today, p_enterprise, given.consent, p_bank, p_account, given.purpose, coalesce(p_application, given.application), scopes, found_profile.as_of);

  return jsonb_build_object(
    'Outcome', 'read', 'Enterprise', p_enterprise, 'AsOf', found_profile.as_of, 'ComputedAt', found_profile.computed_at,
    'DataDate', (select d.day from data_date d where d.enterprise = p_enterprise),
    'Consent', given.consent, 'Purpose', given.purpose, 'ExpiresOn', given.expires_on, 'Application', coalesce(p_application, given.application),
    'Times', given.times, 'TimesPer', given.times_per, 'Used', used + 1, 'Scopes', to_jsonb(scopes),
    'Register', (select jsonb_build_object('Name', e.name, 'District', e.district, 'Industry', e.industry, 'Size', e.size, 'FoundedOn', e.founded_on)
                   from enterprise_book e where e.code = p_enterprise),
    'Tags', coalesce((select jsonb_agg(t order by n) from jsonb_array_elements(found_profile.tags) with ordinality as x (t, n) where t ->> 'Class' = any (scopes)), '[]'),
    'Trends', coalesce((select jsonb_agg(t order by n) from jsonb_array_elements(found_profile.trends) with ordinality as x (t, n) where t ->> 'Class' = any (scopes)), '[]'),
    'Coverage', coalesce((select jsonb_object_agg(key, value) from jsonb_each(found_profile.coverage) where key = any (scopes)), '{}'),
    'Readers', coalesce((select jsonb_agg(jsonb_build_object('Account', r.account, 'Purpose', r.purpose, 'At', r.at) order by r.at desc)
                  from (select * from profile_read q where q.enterprise = p_enterprise and q.bank = p_bank order by q.at desc limit 5) r), '[]'),
    'OtherBanks', (select count(distinct q.bank) from profile_read q where q.enterprise = p_enterprise and q.bank <> p_bank and q.at > clock_timestamp() - interval '30 days'),
    'OtherReads', (select count(*) from profile_read q where q.enterprise = p_enterprise and q.bank <> p_bank and q.at > clock_timestamp() - interval '30 days'));
end $$;
revoke all on function read_profile(text, text, text, text, text[], text, date) from public;
grant execute on function read_profile(text, text, text, text, text[], text, date) to creditloan_reader;
