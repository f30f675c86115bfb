-- Appeals: the enterprise sees its own, the platform answers them.
create table appeal_book (
  stream_id  text        primary key,
  version    bigint      not null,
  changed_at timestamptz not null,
  appeal     text        not null,
  enterprise text        not null,
  kind       text        not null,
  about      text        not null,
  reason     text        not null,
  stage      text        not null,
  filed_on   date        not null,
  answer_by  date        not null,
  ended_on   date        null,
  words      text        null
);
create index appeal_book_enterprise on appeal_book (enterprise, filed_on desc);
grant select, insert, update, delete on appeal_book to creditloan_writer;
grant select on appeal_book to creditloan_reader;
alter table appeal_book enable row level security;
create policy writing on appeal_book for all to creditloan_writer using (true) with check (true);
create policy reading on appeal_book for select to creditloan_reader using (
  viewer_kind() = 'Platform' or (viewer_kind() = 'Enterprise' and enterprise = viewer_tenant()));

-- A tag that was put right after banks had read it: a repaired penalty, an objection, its end (更正).
create table profile_correction (
  enterprise text collate "C" not null,
  tag        text             not null,
  on_day     date             not null,
  after      text             not null,
  before     text             not null,
  class      text             not null,
  at         timestamptz      not null,
  primary key (enterprise, tag, on_day, after)
);
grant select, insert on profile_correction to creditloan_writer;
alter table profile_correction enable row level security;
create policy writing on profile_correction for all to creditloan_writer using (true) with check (true);

-- Every bank that had read the tag is told that it was put right; what it says now takes a live consent to read.
create view profile_correction_notice with (security_barrier) as
  select distinct r.bank, c.enterprise, c.tag, c.at
  from profile_correction c join profile_read r on r.enterprise = c.enterprise and r.at < c.at and c.class = any (r.classes)
  where viewer_kind() = 'Bank' and r.bank = viewer_tenant();
grant select on profile_correction_notice to creditloan_reader;

-- The model that scores are read from on a day.
create function champion(p_today date) returns table (project text, run integer, title text, since date) language sql stable security definer set search_path = public, pg_temp as $$
  select b.project, (b.run ->> 'Number')::integer, b.title, b.in_force_from from model_project_book b
  where b.stage = 'InForce' and b.in_force_from <= p_today order by b.in_force_from desc, b.project desc limit 1
$$;
revoke all on function champion(date) from public;
grant execute on function champion(date) to creditloan_reader, creditloan_writer;

-- As before, and the score with it.
create or replace function read_profile(p_enterprise text, p_bank text, p_account text, p_role text, p_purposes text[], p_application text, p_today date)
returns jsonb language plpgsql security definer set search_path = public, pg_temp as $$
declare
  given  record;
  own    record;
  found_profile profile%rowtype;
  scopes text[];
  used   integer := 0;
  best   record;
  scored profile_score%rowtype;
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
  select * into best from champion(p_today);
  select * into scored from profile_score s where s.enterprise = p_enterprise and s.as_of = found_profile.as_of and s.project = best.project and s.run = best.run;

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
    'OtherReads', (select count(*) from profile_read q where q.enterprise = p_enterprise and q.bank <> p_bank and q.at > clock_timestamp() - interval '30 days'),
    -- A score tells of every class it rests on: it is given where the consent covers them all.
    'Score', case when scored.classes <@ scopes then scored.detail end,
    'ModelInForce', best.project is not null,
    'Uncovered', coalesce((select jsonb_agg(c) from unnest(scored.classes) c where not c = any (scopes)), '[]'),
    'Threshold', (select t.max_rate from threshold_book t where t.bank = p_bank),
    'ReviewSince', (select min(a.filed_on) from appeal_book a where a.enterprise = p_enterprise and a.kind = 'Score' and a.stage = 'Open'),
    'Corrections', coalesce((select jsonb_agg(jsonb_build_object('Tag', c.tag, 'Before', c.before, 'After', c.after, 'At', c.at) order by c.at desc) from profile_correction c
                     where c.enterprise = p_enterprise and c.class = any (scopes) and c.at > clock_timestamp() - interval '90 days'
                       and exists (select from profile_read q where q.enterprise = p_enterprise and q.bank = p_bank and q.at < c.at)), '[]'));
end $$;
