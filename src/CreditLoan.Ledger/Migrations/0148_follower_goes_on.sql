-- A follower that stopped clears its own mark when it goes on.
grant delete on view_stopped to creditloan_writer;
