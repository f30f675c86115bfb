-- Who read the viewer's own profile, by name: an enterprise learns the officers that looked at it, and nobody else's.
create view profile_reader with (security_barrier) as
  select distinct r.account, a.display_name as name
  from profile_read r join identity.account a on a.id = r.account
  where viewer_kind() = 'Enterprise' and r.enterprise = viewer_tenant();
grant select on profile_reader to creditloan_reader;
