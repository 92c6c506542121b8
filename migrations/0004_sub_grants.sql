-- Sub-grants: what somebody was shown with the permission to manage can be passed on, within it. A sub-grant is a grant of
-- its own, in force only while its parent is; the gate asks both, so that an end or an expiry of the parent is one of every
-- sub-grant, in the same moment and without another write. Heads list no sub-grant: the holder did not give it.

alter table grants
  add column parent bytea references grants on delete cascade,
  -- Who signed it; it may be that they are not of the relay any more.
  add column given_by bytea check (octet_length(given_by) = 16),
  add check ((parent is null) = (given_by is null)),
  add check (parent is null or not listed);
create index grants_by_parent on grants (parent) where parent is not null;

-- Why a grant is over, or null if it is not: by its own end or date, or by those of its parent.
create function grant_over(g grants) returns text
language sql volatile set search_path = pg_catalog, public as $$
  select case
    when g.ended_at is not null or p.ended_at is not null then 'grant_ended'
    when g.expired_at is not null or p.expired_at is not null
      or least(g.expires, p.expires) <= public.safe_clock(g.safe) then 'grant_expired'
  end
  from (select 1) one left join public.grants p on p.id = g.parent;
$$;

-- As before, and asked of the parent too. A sub-grant begins no earlier than its parent and permits no more.
create or replace function grant_denial(p_uid bytea, p_loc bytea, p_grant bytea) returns text
language sql volatile set search_path = pg_catalog, public as $$
  select coalesce(public.caller_refusal(p_uid, p_loc), case
    when g.id is null or not public.is_grantee(g.recipient, p_uid) then 'not_found'
    when public.grant_over(g) is not null then public.grant_over(g)
    when g.not_before > public.safe_clock(g.safe) then 'grant_not_started'
    when not g.may_read then 'not_granted'
  end)
  from (select 1) one left join public.grants g on g.id = p_grant;
$$;

-- As before, with the parent's row locked too: its end waits for no reading that began, and finds every one open. Rows are
-- locked in the order of their ids, by all who lock several.
create or replace function grant_refusal(p_uid bytea, p_loc bytea, p_grant bytea) returns text
language plpgsql volatile set search_path = pg_catalog, public as $$
declare
  both_ids constant bytea[] := array[p_grant, (select g.parent from public.grants g where g.id = p_grant)];
begin
  if public.grant_denial(p_uid, p_loc, p_grant) = 'grant_expired' then
    perform from public.grants where id = any (both_ids) order by id for no key update;
    update public.grants set expired_at = now()
    where id = any (both_ids) and expired_at is null and expires <= public.safe_clock(safe);
  end if;
  perform from public.grants where id = any (both_ids) order by id for share;
  return public.grant_denial(p_uid, p_loc, p_grant);
end
$$;

-- As before; a sub-grant shows nothing that its parent does not show now: papers move between categories.
create or replace function grant_shows(g grants, d documents) returns boolean
language sql stable set search_path = pg_catalog, public as $$
  select d.safe = g.safe and d.binned_at is null and d.purged_at is null and case g.scope
    when 'safe' then true
    when 'doc' then d.id = any (g.scope_ids)
    else exists (select from public.versions v
      where v.safe = d.safe and v.document = d.id and v.version = d.version and v.category = any (g.scope_ids))
  end
  and (g.parent is null or exists (select from public.grants p where p.id = g.parent and public.grant_shows(p, d)));
$$;

revoke all on function grant_over(grants) from public;
grant execute on function grant_over(grants) to pochette_app;
