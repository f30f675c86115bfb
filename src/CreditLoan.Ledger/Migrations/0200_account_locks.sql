-- In which role an account was locked: what the platform's security administrator locked, a bank's administrator does not open.
alter table identity.account add column locked_by text null;
update identity.account set locked_by = 'SecurityAdministrator' where locked_at is not null;
