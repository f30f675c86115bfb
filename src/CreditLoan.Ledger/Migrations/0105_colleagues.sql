-- Who works for the same office: pages name people whom events know by an id only, and hand work to them.
create view colleague with (security_barrier) as
  select a.id, a.display_name as name, a.locked_at is null as works,
         array(select r.role from identity.account_role r where r.account = a.id order by r.role) as roles
  from identity.account a
  where a.tenant_kind = viewer_kind() and a.tenant = viewer_tenant() and viewer_kind() in ('Pool', 'Bank', 'Bureau', 'Platform');
grant select on colleague to creditloan_reader;
