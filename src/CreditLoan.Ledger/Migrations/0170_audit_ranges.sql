-- The audit trail is sealed range by range, in the order of its numbers: a leaf commits to every row between two numbers.
create table audit_range (
  leaf     bigint  primary key references evidence_leaf (index),
  after_id bigint  not null,
  last_id  bigint  not null unique,
  acts     integer not null,
  salt     bytea   not null
);
grant select, insert on audit_range to creditloan_sealer;
grant select on audit_range to creditloan_auditor;
grant select on audit, audit_id_seq to creditloan_sealer;

grant select on evidence_tile, evidence_checkpoint, evidence_key to creditloan_auditor;
create policy auditing on evidence_tile for select to creditloan_auditor using (true);
create policy auditing on evidence_checkpoint for select to creditloan_auditor using (true);
create policy auditing on evidence_key for select to creditloan_auditor using (true);

-- A row takes its number when its transaction has an id already, so that whoever waits for all older transactions has seen every number below.
create function audit_numbered() returns trigger language plpgsql as $$
begin
  perform pg_current_xact_id();
  return null;
end $$;
create trigger audit_numbered before insert on audit for each statement execute function audit_numbered();

-- What the audit administrator searches by: everything that belongs to an enterprise, or to a bank, whatever its stream is called.
create function audit_subjects_of_enterprise(code text) returns setof text language sql stable security definer set search_path = public, pg_temp as $$
  select 'enterprise/' || code
  union all select 'person/P-' || code
  union all select 'consent/' || consent from consent_book where enterprise = code
  union all select distinct 'consent-door/' || code || '/' || recipient from consent_book where enterprise = code
  union all select stream_id from demand_book where enterprise = code
  union all select stream_id from credit_line_book where enterprise = code
  union all select stream_id from loan_book where enterprise = code
  union all select 'loan-cover/' || substr(stream_id, 6) from loan_book where enterprise = code
  union all select c.stream_id from claim_book c where c.enterprise = code
$$;
create function audit_subjects_of_bank(code text) returns setof text language sql stable security definer set search_path = public, pg_temp as $$
  select 'consent/' || consent from consent_book where recipient = code
  union all select stream_id from credit_line_book where bank = code
  union all select stream_id from loan_book where bank = code
  union all select 'loan-cover/' || substr(stream_id, 6) from loan_book where bank = code
  union all select stream_id from product_book where bank = code
  union all select stream_id from enrolment_book where bank = code
  union all select stream_id from claim_book where bank = code
$$;
revoke execute on function audit_subjects_of_enterprise, audit_subjects_of_bank from public;
grant execute on function audit_subjects_of_enterprise, audit_subjects_of_bank to creditloan_auditor;
