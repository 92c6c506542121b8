-- The gate of readings, for less: what it decides is as before. A reading under a grant was one statement of nested functions in
-- SQL, each planned and entered anew; these are planned once a session. What decides stays in one place, grant_denial().

-- As before.
create or replace function caller_refusal(p_uid bytea, p_loc bytea) returns text
language plpgsql stable set search_path = pg_catalog, public as $$
declare
  v_blocked timestamptz;
  v_frozen timestamptz;
begin
  select l.blocked_at, l.frozen_at into v_blocked, v_frozen from public.locks l where l.loc = p_loc and l.uid = p_uid;
  return case
    when not found then 'unauthorized'
    when v_blocked is not null then 'lock_blocked'
    when v_frozen is not null then 'lock_frozen'
  end;
end
$$;

-- As before: it, and its parent's end and date; the safe's clock never goes back.
create or replace function grant_denial(p_uid bytea, p_loc bytea, p_grant bytea) returns text
language plpgsql volatile set search_path = pg_catalog, public as $$
declare
  v_now constant bigint := floor(extract(epoch from clock_timestamp()) * 1000);
begin
  return coalesce(public.caller_refusal(p_uid, p_loc), (
    select case
      when g.id is null or not (g.recipient = p_uid
        or exists (select from public.team_members m where m.relay = g.recipient and m.member = p_uid)) then 'not_found'
      when g.ended_at is not null or p.ended_at is not null then 'grant_ended'
      when g.expired_at is not null or p.expired_at is not null
        or least(g.expires, p.expires) <= greatest(v_now, h.at) then 'grant_expired'
      when g.not_before > greatest(v_now, h.at) then 'grant_not_started'
      when not g.may_read then 'not_granted'
    end
    from (select 1) one
    left join public.grants g on g.id = p_grant
    left join public.grants p on p.id = g.parent
    left join public.log_heads h on h.safe = g.safe));
end
$$;

-- As before: an expiry that is seen is stored, and a reading and an end come one after the other, because the rows are locked
-- when it is asked who may read. Rows are locked in the order of their ids, by all who lock several.
create or replace function grant_refusal(p_uid bytea, p_loc bytea, p_grant bytea) returns text
language plpgsql volatile set search_path = pg_catalog, public as $$
declare
  v_now constant bigint := floor(extract(epoch from clock_timestamp()) * 1000);
  v_parent bytea;
  v_due boolean;
begin
  select g.parent,
    least(case when g.expired_at is null then g.expires end, case when p.expired_at is null then p.expires end)
      <= greatest(v_now, h.at)
  into v_parent, v_due
  from public.grants g
  left join public.grants p on p.id = g.parent
  left join public.log_heads h on h.safe = g.safe
  where g.id = p_grant;
  if v_due and public.grant_denial(p_uid, p_loc, p_grant) = 'grant_expired' then
    perform from public.grants where id in (p_grant, v_parent) order by id for no key update;
    update public.grants set expired_at = now()
    where id in (p_grant, v_parent) and expired_at is null and expires <= public.safe_clock(safe);
  end if;
  -- One statement for each: for a list of ids PostgreSQL would make a new plan every time.
  perform from public.grants where id = least(p_grant, v_parent) for share;
  if v_parent is not null then
    perform from public.grants where id = greatest(p_grant, v_parent) for share;
  end if;
  return public.grant_denial(p_uid, p_loc, p_grant);
end
$$;

-- As before.
create or replace function grant_shows(g grants, d documents) returns boolean
language plpgsql stable set search_path = pg_catalog, public as $$
begin
  if (d.safe = g.safe and d.binned_at is null and d.purged_at is null and case g.scope
      when 'safe' then true
      when 'doc' then d.id = any (g.scope_ids)
      else exists (select from public.versions v
        where v.safe = d.safe and v.document = d.id and v.version = d.version and v.category = any (g.scope_ids))
    end) is not true
  then
    return false;
  end if;
  return g.parent is null
    or exists (select from public.grants p where p.id = g.parent and public.grant_shows(p, d));
end
$$;

-- As before.
create or replace function log_outcome(p_safe bytea, p_body text, p_outcome text) returns bigint
language plpgsql volatile set search_path = pg_catalog, public as $$
begin
  if p_outcome <> 'ok' and not public.log_tells(p_safe, p_body::json, p_outcome) then
    return null;
  end if;
  return public.log_append(p_safe, convert_to(replace(p_body, '"out":"ok"', '"out":"' || p_outcome || '"'), 'UTF8'));
end
$$;

-- The gate of a reading whose signature was verified under p_sign_key, or was not, which p_fault says: `stale` if grant or caller
-- are not what they were then; null where it may go on.
create function grant_gate(p_uid bytea, p_loc bytea, p_grant bytea, p_safe bytea, p_sign_key bytea, p_fault text)
returns text
language plpgsql volatile set search_path = pg_catalog, public as $$
begin
  if (select g.safe from public.grants g where g.id = p_grant) is distinct from p_safe
    or (select i.sign_key from public.identities i where i.uid = p_uid order by i.generation desc limit 1)
      is distinct from p_sign_key
  then
    return 'stale';
  end if;
  return coalesce(public.grant_refusal(p_uid, p_loc, p_grant), p_fault);
end
$$;

-- A reading of a paper under a grant: decided, noted (open while its bytes are under way; a nonce is good once), and recorded in
-- the safe's log whatever comes of it. What is stale is asked again, and leaves no entry.
create function grant_read(p_uid bytea, p_loc bytea, p_grant bytea, p_safe bytea, p_sign_key bytea, p_fault text,
  p_nonce bytea, p_kept interval, p_doc bytea, p_ver integer, p_part text, p_body text,
  out outcome text, out key text, out bytes bigint)
language plpgsql volatile set search_path = pg_catalog, public as $$
declare
  v_shown boolean;
begin
  outcome := public.grant_gate(p_uid, p_loc, p_grant, p_safe, p_sign_key, p_fault);
  if outcome = 'stale' then
    return;
  end if;
  if outcome is null then
    select case p_part when 'thumbnail' then v.thumbnail_key else v.content_key end,
      case p_part when 'thumbnail' then v.thumbnail_bytes else v.content_bytes end
    into key, bytes
    from public.grants g
    join public.documents d on d.safe = g.safe and d.id = p_doc
    left join public.versions v on v.safe = d.safe and v.document = d.id and v.version = p_ver and not v.staged
    where g.id = p_grant and public.grant_shows(g, d);
    v_shown := found;
    insert into public.readings (nonce, grant_id, open, expires_at)
    values (p_nonce, p_grant, key is not null, now() + p_kept)
    on conflict do nothing;
    outcome := case
      when not found then 'damaged'
      when not v_shown then 'not_granted'
      when key is null then 'not_found'
      else 'ok'
    end;
  end if;
  if outcome <> 'ok' then
    key := null;
    bytes := null;
  end if;
  perform public.log_outcome(p_safe, p_body, outcome);
end
$$;

revoke all on function grant_gate(bytea, bytea, bytea, bytea, bytea, text),
  grant_read(bytea, bytea, bytea, bytea, bytea, text, bytea, interval, bytea, integer, text, text) from public;
grant execute on function grant_gate(bytea, bytea, bytea, bytea, bytea, text),
  grant_read(bytea, bytea, bytea, bytea, bytea, text, bytea, interval, bytea, integer, text, text) to pochette_app;
