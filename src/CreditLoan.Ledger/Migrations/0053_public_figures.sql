-- What anybody may see without a sign-in: days and counts over all enterprises, none of them named.
create function public_steps(since date)
  returns table (requested_on date, taken_up_on date, contacted_on date, decided_on date, signed_on date, paid_on date, lines bigint)
  language sql stable security definer set search_path = public as $$
  select b.requested_on, b.taken_up_on, b.contacted_on, b.decided_on, b.signed_on, l.paid_on, count(*)
  from credit_line_book b
  join (select line, min(value_date) as paid_on from loan_book group by line) l on l.line = b.line
  where l.paid_on >= since and b.taken_up_on is not null and b.decided_on is not null and b.signed_on is not null
  group by 1, 2, 3, 4, 5, 6
$$;
create function public_product_loans(since date) returns table (bank text, product text, loans bigint)
  language sql stable security definer set search_path = public as $$
  select bank, product, count(*) from loan_book where value_date >= since and product is not null group by bank, product
$$;
revoke execute on function public_steps, public_product_loans from public;
grant execute on function public_steps, public_product_loans to creditloan_reader;
