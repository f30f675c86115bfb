-- PostgreSQL asks the policies of a table from the last name to the first: that of the run that reads millions of rows must be the last name.
do $$
declare name text;
begin
  foreach name in array array['loan_book', 'enrolment_book', 'claim_book', 'bank_file_book', 'bank_line', 'bank_file_part', 'break_book', 'pool_book'] loop
    execute format('alter policy a_reconciling on %I rename to z_reconciling', name);
  end loop;
end $$;

-- All lines of some numbers, whatever file they came with. While a new file's lines are not yet counted, the planner takes each number for
-- thousands of lines: it would read whole files for a few numbers, or collect every number's places before it looks at them.
create function bank_lines_of(numbers text[]) returns setof bank_line language sql stable set enable_bitmapscan = off as
$$ select l.* from unnest(numbers) asked cross join lateral (select * from bank_line where number = asked offset 0) l $$;
