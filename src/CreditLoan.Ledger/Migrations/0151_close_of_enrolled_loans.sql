-- The people of a scheme see what a day's close said of the loans that are enrolled in it, the grade alarms above all.
create policy enrolled on close_line for select to creditloan_reader using (viewer_kind() = 'Pool' and scheme is null and exists (
  select from enrolment_book e where e.bank = close_line.bank and 'loan/' || e.bank || '/' || e.number = close_line.subject));
create policy enrolled on close_restatement for select to creditloan_reader using (viewer_kind() = 'Pool' and scheme is null and exists (
  select from enrolment_book e where e.bank = close_restatement.bank and 'loan/' || e.bank || '/' || e.number = close_restatement.subject));
