-- The bureau counts loans without names. Who stands behind one is told here alone, for a reason, and never without its audit row.
create function name_loan(p_fingerprint text, p_account text, p_role text, p_tenant text, p_reason text, p_today date)
returns table (bank text, number text, enterprise text, name text) language plpgsql security definer set search_path = public, pg_temp as $$
declare
  found_loan loan_book%rowtype;
begin
  if p_role not in ('BureauAnalyst', 'BureauLeader') or coalesce(btrim(p_reason), '') = '' then
    raise exception 'A name is told to the bureau for a reason.' using errcode = 'insufficient_privilege';
  end if;
  select * into found_loan from loan_book b where b.fingerprint = p_fingerprint;
  if not found then return; end if;
  insert into audit (at, account, role, tenant, act, subject, outcome, business_date, detail)
    values (clock_timestamp(), p_account, p_role, p_tenant, 'loan.name', array[found_loan.stream_id, 'enterprise/' || found_loan.enterprise],
      'accepted', p_today, jsonb_build_object('reason', btrim(p_reason), 'fingerprint', p_fingerprint));
  return query select found_loan.bank, found_loan.number, found_loan.enterprise, (select e.name from enterprise_book e where e.code = found_loan.enterprise);
end $$;
revoke all on function name_loan(text, text, text, text, text, date) from public;
grant execute on function name_loan(text, text, text, text, text, date) to creditloan_reader;
