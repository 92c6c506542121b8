-- Two screens side by side, joined by a code that one of them shows: what passes between them lies here for ten minutes at
-- most, as ciphertext. `loc` follows from the code and tells nothing of it; who may write is known by hashes of tokens.
-- A crash may forget all of it: the two begin anew.
create unlogged table hands (
  loc bytea primary key check (octet_length(loc) = 16),
  card bytea not null,
  host_hash bytea not null check (octet_length(host_hash) = 32),
  -- Null until the other screen has read the code; never replaced.
  guest_hash bytea check (octet_length(guest_hash) = 32),
  -- How many more read the code and were refused.
  others integer not null default 0,
  -- The number of the next message of each side.
  host_next integer not null default 0,
  guest_next integer not null default 0,
  expires_at timestamptz not null
);
create index hands_over on hands (expires_at);

create unlogged table hand_messages (
  loc bytea not null references hands on delete cascade,
  side text not null check (side in ('host', 'guest')),
  seq integer not null check (seq >= 0),
  body bytea not null check (octet_length(body) <= 9000),
  primary key (loc, side, seq)
);
grant select, insert, update, delete on hands, hand_messages to pochette_app;

-- A card's spare: a lock like that of a card, whose secret lies with a relay, sealed to its team.
alter table locks drop constraint locks_type_check;
alter table locks add constraint locks_type_check check (type in ('card', 'device', 'link', 'spare'));

create table spares (
  loc bytea primary key references locks on delete cascade,
  uid bytea not null references accounts on delete cascade,
  relay bytea not null references relays (uid) on delete cascade,
  statement bytea not null,
  -- The relay's name as the holder's list has it, wrapped for them alone: the list forgets it with the lock, the history does not.
  label bytea not null,
  -- Generation of the team that both are sealed to; empty once the lock is blocked.
  generation integer not null check (generation > 0),
  sealed bytea not null,
  note bytea not null,
  -- A member's word that it was sealed anew, if it was.
  reseal bytea,
  -- Who asked last to seal it anew, which is in the log, and for which generation: nobody else's seal is taken.
  turned_by bytea,
  turning integer,
  -- When it was sealed anew, and the last seal before that was handed out since: a bad one destroys nothing.
  turned_at timestamptz,
  former_sealed bytea,
  former_note bytea,
  former_reseal bytea,
  made_at timestamptz not null default now(),
  released_at timestamptz,
  -- The hand-over into which it went: none is taken twice.
  released_to bytea,
  ended_at timestamptz
);
create index spares_by_relay on spares (relay) where ended_at is null;
-- One of an account at a time.
create unique index spares_by_account on spares (uid) where ended_at is null;
create index spares_of_account on spares (uid);
-- What was signed can be added and read, and never be written again.
grant select, insert on spares to pochette_app;
grant update (generation, sealed, note, reseal, turned_by, turning, turned_at, former_sealed, former_note, former_reseal,
  released_at, released_to, ended_at) on spares to pochette_app;

-- Whatever blocks the lock destroys what the relay has.
create function end_spare() returns trigger
language plpgsql security definer set search_path = pg_catalog, public as $$
begin
  update public.spares set ended_at = now(), sealed = '', note = '', reseal = null,
    former_sealed = null, former_note = null, former_reseal = null
  where loc = new.loc and ended_at is null;
  return null;
end
$$;
revoke all on function end_spare() from public;
create trigger spare_ends after update of blocked_at on locks
  for each row when (new.type = 'spare' and new.blocked_at is not null and old.blocked_at is null)
  execute function end_spare();

-- Whether a lock may be tried at all: a spare only for a quarter of an hour after the relay handed it out, which is in the log.
create function lock_is_out(p_loc bytea, p_type text) returns boolean
language sql stable set search_path = pg_catalog, public as $$
  select p_type <> 'spare' or exists (
    select from public.spares s
    where s.loc = p_loc and s.ended_at is null and s.released_at > now() - interval '15 minutes');
$$;
revoke all on function lock_is_out(bytea, text) from public;
grant execute on function lock_is_out(bytea, text) to pochette_app;
