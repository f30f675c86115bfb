-- The role of the platform's own jobs is outside the eighteen principals: no account can hold it, nor a sign-in be in it.
alter table identity.account_role add constraint no_job check (role <> 'PlatformJob' and role <> 'Anonymous');
alter table identity.session add constraint no_job check (role <> 'PlatformJob');
