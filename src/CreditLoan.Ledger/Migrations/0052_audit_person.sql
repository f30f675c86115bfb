-- The auditor sees whose account an id is, and nothing else of it.
create view audit_person as select id, user_name, display_name from identity.account;
grant select on audit_person to creditloan_auditor;
create index audit_at on audit (at);
create index audit_act on audit (act);
