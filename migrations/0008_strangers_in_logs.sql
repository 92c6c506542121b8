-- A log tells of a stranger once an hour. Whoever knows the id of a safe, of a consent or of a link can ask for it as often
-- as they like, and be refused: so that they can't bury what the holder looks for, of each person and act one refusal an
-- hour is written.

-- Whether somebody is nobody to a safe: neither its holder, nor of those to whom what the entry names was given, nor who
-- passed it on or made it. Where an entry names no consent or link, any of that safe will do.
create function is_stranger(p_safe bytea, p_uid bytea, p_grant bytea) returns boolean
language sql stable set search_path = pg_catalog, public as $$
  select not exists (select from public.safes s where s.id = p_safe and s.holder = p_uid)
    and not exists (
      select from public.grants g left join public.grants p on p.id = g.parent
      where g.safe = p_safe and (p_grant is null or g.id = p_grant)
        and (g.given_by = p_uid or public.is_grantee(g.recipient, p_uid)
          or coalesce(public.is_grantee(p.recipient, p_uid), false)))
    and not exists (
      select from public.links l join public.grants p on p.id = l.parent
      where l.safe = p_safe and l.loc = p_grant and (l.maker = p_uid or public.is_grantee(p.recipient, p_uid)));
$$;

-- Whether an outcome is to be written: always, but for what a stranger is told at the door, from the second time of the same
-- act within an hour on.
create function log_tells(p_safe bytea, p_body json, p_outcome text) returns boolean
language plpgsql volatile set search_path = pg_catalog, public as $$
declare
  v_by constant bytea := decode(p_body ->> 'by', 'hex');
  v_first boolean;
begin
  if p_outcome not in ('not_found', 'not_member', 'not_certified', 'deposits_closed', 'lock_blocked', 'lock_frozen',
      'unauthorized')
    or v_by is null or not public.is_stranger(p_safe, v_by, decode(p_body ->> 'grant', 'hex'))
  then
    return true;
  end if;
  insert into public.rate_limits as r (key, used, resets_at)
  values (concat_ws(':', 'stranger', p_body ->> 'act', encode(p_safe, 'hex'), p_body ->> 'by'), 1, now() + interval '1 hour')
  on conflict (key) do update set resets_at = excluded.resets_at where r.resets_at <= now()
  returning true into v_first;
  return coalesce(v_first, false);
end
$$;

-- As before; null too where nothing is written.
create or replace function log_outcome(p_safe bytea, p_body text, p_outcome text) returns bigint
language sql volatile set search_path = pg_catalog, public as $$
  select case when p_outcome = 'ok' or public.log_tells(p_safe, p_body::json, p_outcome)
    then public.log_append(p_safe, convert_to(replace(p_body, '"out":"ok"', '"out":"' || p_outcome || '"'), 'UTF8')) end;
$$;

revoke all on function is_stranger(bytea, bytea, bytea), log_tells(bytea, json, text) from public;
grant execute on function is_stranger(bytea, bytea, bytea), log_tells(bytea, json, text) to pochette_app;
