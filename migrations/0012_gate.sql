-- The gate of readings, for half the work: what it decides is as before. A reading under a grant was one statement of functions
-- within functions in SQL. Now each rule is one expression, which PostgreSQL puts in the place of its call; what asks tables
-- is planned once a session; and a whole reading is one function.

-- Rules that need nothing but what they are given: without a search path of their own, or they could not be put in place.

-- What the row of a card or device says: null if it opens.
create function lock_refusal(p_loc bytea, p_blocked timestamptz, p_frozen timestamptz) returns text
language sql immutable as $$
  select case
    when p_loc is null then 'unauthorized'
    when p_blocked is not null then 'lock_blocked'
    when p_frozen is not null then 'lock_frozen'
  end;
$$;

-- Why something that ends and expires is over at a time in milliseconds, or null.
create function over_because(p_ended boolean, p_expired boolean, p_expires bigint, p_now bigint) returns text
language sql immutable as $$
  select case
    when p_ended then 'grant_ended'
    when p_expired or p_expires <= p_now then 'grant_expired'
  end;
$$;

-- Whether a scope takes in a document, which is of this category in its newest version.
create function in_scope(p_scope text, p_ids bytea[], p_doc bytea, p_category bytea) returns boolean
language sql immutable as $$
  select case p_scope when 'safe' then true when 'doc' then p_doc = any (p_ids) else p_category = any (p_ids) end;
$$;

-- As before, from here on. These run with the rights of whoever calls them and name every table in full, so they too go without
-- a search path of their own, which would be set and taken back at each call.
create or replace function caller_refusal(p_uid bytea, p_loc bytea) returns text
language plpgsql stable as $$
begin
  return (select public.lock_refusal(l.loc, l.blocked_at, l.frozen_at)
    from (select 1) one left join public.locks l on l.loc = p_loc and l.uid = p_uid);
end
$$;

create or replace function grant_over(g grants) returns text
language sql volatile as $$
  select public.over_because(g.ended_at is not null or p.ended_at is not null,
    g.expired_at is not null or p.expired_at is not null, least(g.expires, p.expires), public.safe_clock(g.safe))
  from (select 1) one left join public.grants p on p.id = g.parent;
$$;

create or replace function grant_shows(g grants, d documents) returns boolean
language plpgsql stable as $$
begin
  return d.safe = g.safe and d.binned_at is null and d.purged_at is null
    and public.in_scope(g.scope, g.scope_ids, d.id, (select v.category from public.versions v
      where g.scope = 'cat' and v.safe = d.safe and v.document = d.id and v.version = d.version))
    and (g.parent is null or exists (select from public.grants p where p.id = g.parent and public.grant_shows(p, d)));
end
$$;

create or replace function grant_denial(p_uid bytea, p_loc bytea, p_grant bytea) returns text
language plpgsql volatile as $$
declare
  v_clock constant bigint := floor(extract(epoch from clock_timestamp()) * 1000);
begin
  return (
    select coalesce(
      public.lock_refusal(l.loc, l.blocked_at, l.frozen_at),
      case when g.id is null or not (g.recipient = p_uid
        or exists (select from public.team_members m where m.relay = g.recipient and m.member = p_uid)) then 'not_found' end,
      public.over_because(g.ended_at is not null or p.ended_at is not null,
        g.expired_at is not null or p.expired_at is not null, least(g.expires, p.expires), greatest(v_clock, h.at)),
      case when g.not_before > greatest(v_clock, h.at) then 'grant_not_started'
        when not g.may_read then 'not_granted' end)
    from (select 1) one
    left join public.locks l on l.loc = p_loc and l.uid = p_uid
    left join public.grants g on g.id = p_grant
    left join public.grants p on p.id = g.parent
    left join public.log_heads h on h.safe = g.safe);
end
$$;

-- As before; and `stale`, if asked with the safe and the key under which the caller's signature was verified, where the grant is
-- not of that safe, or the caller's key another one by now. A reading and an end come one after the other: the rows are locked
-- when it is asked who may read, in the order of their ids, as by all who lock several; one statement for each, since for a list
-- PostgreSQL would make a new plan every time. An expiry that is seen is stored, unless another reading holds the row at that
-- moment: two that each wait to write would wait for ever. Nothing reopens by that: the refusal's entry moves the safe's clock,
-- which never goes back, beyond the expiry.
drop function grant_refusal(bytea, bytea, bytea);
create function grant_refusal(p_uid bytea, p_loc bytea, p_grant bytea,
  p_safe bytea default null, p_sign_key bytea default null) returns text
language plpgsql volatile as $$
declare
  v_safe bytea;
  v_sign_key bytea;
  v_parent bytea;
  v_denial text;
begin
  select g.safe, g.parent,
    (select i.sign_key from public.identities i
     where p_safe is not null and i.uid = p_uid order by i.generation desc limit 1)
  into v_safe, v_parent, v_sign_key
  from public.grants g where g.id = p_grant;
  if p_safe is not null and (v_safe is distinct from p_safe or v_sign_key is distinct from p_sign_key) then
    return 'stale';
  end if;
  perform from public.grants where id = least(p_grant, v_parent) for share;
  if v_parent is not null then
    perform from public.grants where id = greatest(p_grant, v_parent) for share;
  end if;
  v_denial := public.grant_denial(p_uid, p_loc, p_grant);
  if v_denial = 'grant_expired' then
    update public.grants set expired_at = now()
    where id in (
      select g.id from public.grants g
      where g.id in (p_grant, v_parent) and g.expired_at is null and g.expires <= public.safe_clock(g.safe)
      for no key update skip locked);
  end if;
  return v_denial;
end
$$;

create or replace function log_outcome(p_safe bytea, p_body text, p_outcome text) returns bigint
language plpgsql volatile as $$
begin
  if p_outcome <> 'ok' and not public.log_tells(p_safe, p_body::json, p_outcome) then
    return null;
  end if;
  return public.log_append(p_safe, convert_to(replace(p_body, '"out":"ok"', '"out":"' || p_outcome || '"'), 'UTF8'));
end
$$;

-- A reading of a paper under a grant: decided; noted, open while its bytes are under way, by a nonce that is good once; and
-- recorded in the safe's log whatever comes of it, but for what is stale, which is asked again. p_fault: what is wrong with it,
-- where the gate finds nothing.
create function grant_read(p_uid bytea, p_loc bytea, p_grant bytea, p_safe bytea, p_sign_key bytea, p_fault text,
  p_nonce bytea, p_kept interval, p_doc bytea, p_ver integer, p_part text, p_body text,
  out outcome text, out key text, out bytes bigint)
language plpgsql volatile as $$
declare
  v_shown boolean;
begin
  outcome := coalesce(public.grant_refusal(p_uid, p_loc, p_grant, p_safe, p_sign_key), p_fault);
  if outcome = 'stale' then
    return;
  end if;
  if outcome is null then
    select case p_part when 'thumbnail' then v.thumbnail_key else v.content_key end,
      case p_part when 'thumbnail' then v.thumbnail_bytes else v.content_bytes end
    into key, bytes
    from public.grants g
    join public.documents d on d.safe = g.safe and d.id = p_doc and d.binned_at is null and d.purged_at is null
    left join public.versions n on n.safe = d.safe and n.document = d.id and n.version = d.version
    left join public.versions v on v.safe = d.safe and v.document = d.id and v.version = p_ver and not v.staged
    where g.id = p_grant and public.in_scope(g.scope, g.scope_ids, d.id, n.category)
      and (g.parent is null or exists (select from public.grants p where p.id = g.parent and public.grant_shows(p, d)));
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

-- The holder's own reading of a paper: decided and recorded in the same way. A safe that is not the caller's is not theirs to see.
create function paper_read(p_uid bytea, p_loc bytea, p_safe bytea, p_doc bytea, p_ver integer, p_part text, p_body text,
  out refusal text, out mine boolean, out key text, out bytes bigint)
language plpgsql volatile as $$
begin
  select public.lock_refusal(l.loc, l.blocked_at, l.frozen_at), s.id is not null into refusal, mine
  from (select 1) one
  left join public.locks l on l.loc = p_loc and l.uid = p_uid
  left join public.safes s on s.id = p_safe and s.holder = p_uid;
  if refusal is null and mine then
    select case p_part when 'thumbnail' then v.thumbnail_key else v.content_key end,
      case p_part when 'thumbnail' then v.thumbnail_bytes else v.content_bytes end
    into key, bytes
    from public.versions v
    join public.documents d on d.safe = v.safe and d.id = v.document and d.purged_at is null
    where v.safe = p_safe and v.document = p_doc and v.version = p_ver and not v.staged;
  end if;
  perform public.log_outcome(p_safe, p_body, coalesce(refusal, case when key is null then 'not_found' end, 'ok'));
end
$$;

revoke all on function lock_refusal(bytea, timestamptz, timestamptz), over_because(boolean, boolean, bigint, bigint),
  in_scope(text, bytea[], bytea, bytea), grant_refusal(bytea, bytea, bytea, bytea, bytea),
  grant_read(bytea, bytea, bytea, bytea, bytea, text, bytea, interval, bytea, integer, text, text),
  paper_read(bytea, bytea, bytea, bytea, integer, text, text) from public;
grant execute on function lock_refusal(bytea, timestamptz, timestamptz), over_because(boolean, boolean, bigint, bigint),
  in_scope(text, bytea[], bytea, bytea), grant_refusal(bytea, bytea, bytea, bytea, bytea),
  grant_read(bytea, bytea, bytea, bytea, bytea, text, bytea, interval, bytea, integer, text, text),
  paper_read(bytea, bytea, bytea, bytea, integer, text, text) to pochette_app;
