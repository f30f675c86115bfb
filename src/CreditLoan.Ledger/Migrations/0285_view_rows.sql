-- An insert writes every row it is given or fails; counting them behind it was a sixth of what a view's rows cost.
drop function require_rows(text, bigint, bigint);
