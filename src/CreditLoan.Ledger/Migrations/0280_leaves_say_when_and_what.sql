-- From now on a leaf's hash covers place, time, kind, subject and commitment (form 2); what was sealed before keeps the first form, kind and commitment.
alter table evidence_leaf add column form smallint not null default 1;
-- The proof of an exported range needs the time of its leaf.
grant select on evidence_leaf to creditloan_auditor;
create policy auditing on evidence_leaf for select to creditloan_auditor using (true);
