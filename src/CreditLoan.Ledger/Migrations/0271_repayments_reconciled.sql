-- What came back on a loan is held against a bank's file by the run that reads millions of rows; it need not ask for each whose the loan is.
create policy z_reconciling on loan_timeline for select to creditloan_reader using (viewer_reconciles());
