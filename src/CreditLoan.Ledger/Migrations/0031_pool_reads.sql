-- Reconciliation runs as a job of the platform and reads what both sides say; a pool's people see the loans of their scheme and of a break.
create function viewer_reconciles() returns boolean language sql stable
  as $$ select viewer_kind() = 'Platform' and viewer_account() = 'reconcile' $$;

create policy reconciling on loan_book for select to creditloan_reader using (viewer_reconciles());
create policy reconciling on enrolment_book for select to creditloan_reader using (viewer_reconciles());
create policy reconciling on claim_book for select to creditloan_reader using (viewer_reconciles());
create policy reconciling on bank_file_book for select to creditloan_reader using (viewer_reconciles());
create policy reconciling on bank_line for select to creditloan_reader using (viewer_reconciles());
create policy reconciling on break_book for select to creditloan_reader using (viewer_reconciles());
create policy reconciling on pool_book for select to creditloan_reader using (viewer_reconciles());
create policy pooling on loan_book for select to creditloan_reader using (viewer_kind() = 'Pool' and (
  exists (select from enrolment_book e where e.bank = loan_book.bank and e.number = loan_book.number)
  or exists (select from break_book b where b.bank = loan_book.bank and b.number = loan_book.number)));
