-- A stream's row changes with every append: room on its page keeps the new version beside the old one, and the indexes as they are.
alter table mt_streams set (fillfactor = 80);
