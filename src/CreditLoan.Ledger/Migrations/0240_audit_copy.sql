-- How far the audit trail was copied into another system: up to which number it has acknowledged every row.
create table audit_copy (
  target  text        primary key,
  last_id bigint      not null,
  at      timestamptz not null
);
grant select, insert, update on audit_copy to creditloan_sealer;
grant select on audit_copy to creditloan_auditor;
