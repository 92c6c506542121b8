-- Links by which somebody without an account leaves papers for a holder. What opens a link is never here: `loc`, its name,
-- and `auth_key` follow from it, and `card`, what it says of itself, is ciphertext. How much a link takes is counted in the
-- row, with the safe's row locked, in the transaction that stores the paper: so no number of uploads at once exceeds it.
--
-- drop_state() says how a link stands, drop_denial() whether a paper may be left by one of its sessions. An end and an
-- expiry that was seen are stored, so that no clock that goes back opens a link again.
create table drops (
  loc bytea primary key check (octet_length(loc) = 16),
  safe bytea not null references safes on delete cascade,
  statement bytea not null,
  card bytea not null,
  own bytea not null,
  auth_key bytea not null check (octet_length(auth_key) = 32),
  -- Milliseconds since 1970, like the log's.
  expires bigint not null,
  max_papers integer not null check (max_papers between 1 and 50),
  max_bytes bigint not null check (max_bytes > 0),
  papers integer not null default 0 check (papers between 0 and max_papers),
  bytes bigint not null default 0 check (bytes between 0 and max_bytes),
  -- Every paper stored, those that were sent again included: so that nobody fills the history with one paper.
  sends integer not null default 0 check (sends >= 0),
  made_at timestamptz not null default now(),
  last_used_at timestamptz,
  ended_at timestamptz,
  end_order bytea,
  expired_at timestamptz
);
create index drops_by_safe on drops (safe);
create index drops_to_close on drops (expires) where ended_at is null and expired_at is null;

-- Who showed that they have the link: for so long papers are left with a token whose hash this is. `ends` in milliseconds
-- by the safe's clock. A crash may forget them: whoever has the link gets another one.
create unlogged table drop_sessions (
  token_hash bytea primary key check (octet_length(token_hash) = 32),
  loc bytea not null references drops on delete cascade,
  ends bigint not null
);
create index drop_sessions_by_link on drop_sessions (loc);
create index drop_sessions_over on drop_sessions (ends);

-- A paper that waits came from a worker or by a link; who had the link is nobody that the safe knows.
alter table deposits alter column depositor drop not null;
alter table deposits add column drop_loc bytea check (octet_length(drop_loc) = 16);
alter table deposits drop constraint deposits_check;
alter table deposits add check (
  case when drop_loc is null then depositor is not null and (relay is not null or grant_id is not null)
    else depositor is null and relay is null and grant_id is null end);

-- How a link stands.
create function drop_state(d drops) returns text
language sql volatile set search_path = pg_catalog, public as $$
  select case
    when d.ended_at is not null then 'ended'
    when d.expired_at is not null or d.expires <= public.safe_clock(d.safe) then 'expired'
    when d.papers >= d.max_papers or d.bytes >= d.max_bytes then 'full'
    else 'open'
  end;
$$;

-- Why nothing may be left by a session now, or null if it may: the one place where it is decided. Whether there is room for
-- one more paper is counted where it is stored: what waits already may be sent again by a link that is full.
create function drop_denial(p_token_hash bytea) returns text
language sql volatile set search_path = pg_catalog, public as $$
  select case
    when d.loc is null or s.ends <= public.safe_clock(d.safe) then 'session_over'
    when public.drop_state(d) = 'ended' then 'drop_ended'
    when public.drop_state(d) = 'expired' then 'drop_expired'
  end
  from (select 1) one
  left join public.drop_sessions s on s.token_hash = p_token_hash
  left join public.drops d on d.loc = s.loc;
$$;

-- Stores that a link's time is over.
create function drop_expire(p_loc bytea) returns void
language sql volatile set search_path = pg_catalog, public as $$
  update public.drops set expired_at = now()
  where loc = p_loc and ended_at is null and expired_at is null and expires <= public.safe_clock(safe);
$$;

-- What is over is kept for the holder's list for 92 days, longer than any paper waits that came by it; the role that answers
-- can only ask that the rest be forgotten.
create function forget_drops() returns void
language sql security definer set search_path = pg_catalog, public as $$
  delete from public.drops where coalesce(ended_at, expired_at) < now() - interval '92 days';
$$;

revoke all on function drop_state(drops), drop_denial(bytea), drop_expire(bytea), forget_drops() from public;
grant execute on function drop_state(drops), drop_denial(bytea), drop_expire(bytea), forget_drops() to pochette_app;
-- What was signed can be added and read, and never be written again; what is told of it can change.
grant select, insert on drops to pochette_app;
grant update (papers, bytes, sends, last_used_at, ended_at, end_order, expired_at) on drops to pochette_app;
grant select, insert, delete on drop_sessions to pochette_app;
