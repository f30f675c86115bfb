-- That a line goes with a later file touches no index of lines but those of its own places: which numbers went is kept with the file that they went with.
alter table bank_file_part add column gone text[] null;
comment on column bank_file_part.gone is 'Of the row of a file with itself: the numbers of the lines that went with it.';
update bank_file_part own set gone = array(
    select l.number from bank_file_part p join bank_line l on l.stream_id = p.part and l.gone_in = own.turn where p.file = own.file)
  where own.file = own.part and own.turn > 0;
drop index bank_line_gone;

-- Lines by their places, and by their places only: for ten thousand of them the planner would read a million.
create function bank_lines_at(parts text[], file_rows integer[]) returns setof bank_line language sql stable as
$$ select l.* from unnest(parts, file_rows) asked (part, file_row) cross join lateral (select * from bank_line l where l.stream_id = asked.part and l.file_row = asked.file_row offset 0) l $$;

-- The lines at these places go with a turn of their series; their numbers.
create function bank_lines_go(parts text[], file_rows integer[], turn integer) returns setof text language sql set enable_hashjoin = off set enable_mergejoin = off as
$$ update bank_line l set gone_in = turn from unnest(parts, file_rows) asked (part, file_row) where l.stream_id = asked.part and l.file_row = asked.file_row returning l.number $$;
