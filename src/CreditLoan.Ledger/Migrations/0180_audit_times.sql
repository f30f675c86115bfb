-- The trail is written in the order of time, so a range of blocks tells where a day lies: a hundredth of the work of a tree at every append.
drop index audit_at;
create index audit_at on audit using brin (at) with (autosummarize = on);
