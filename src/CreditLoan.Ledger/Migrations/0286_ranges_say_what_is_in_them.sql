-- The trail is searched by subject and by act a few times a day and written with every act: what is in a sealed range stands with the range, so
-- that no append pays for the search. What is not sealed yet is a few seconds long and read as it is.
alter table audit_range add column subjects text[], add column kinds text[];
update audit_range r set
  subjects = array(select distinct one collate "C" from audit a, unnest(a.subject) one where a.id > r.after_id and a.id <= r.last_id order by 1),
  kinds = array(select distinct a.act collate "C" from audit a where a.id > r.after_id and a.id <= r.last_id order by 1);
alter table audit_range alter column subjects set not null, alter column kinds set not null;
create index audit_range_subjects on audit_range using gin (subjects);
drop index audit_subject;
drop index audit_act;
