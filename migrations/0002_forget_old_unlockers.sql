-- The role that answers could remove any list of cards and devices, the newest too, which says what is blocked.
-- Now it can only ask that those between the first and the newest be forgotten.

create function forget_old_unlockers(p_uid bytea) returns void
language sql security definer set search_path = pg_catalog, public as $$
  delete from public.unlocker_lists l
  where l.uid = p_uid and l.seq > 1
    and l.seq < (select max(n.seq) from public.unlocker_lists n where n.uid = p_uid);
$$;

revoke all on function forget_old_unlockers(bytea) from public;
grant execute on function forget_old_unlockers(bytea) to pochette_app;
revoke delete on unlocker_lists from pochette_app;
