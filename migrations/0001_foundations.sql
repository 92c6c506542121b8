-- The ground: accounts without names, locks with a try limit, safes, versions of documents, and the log.
--
-- Every identifier is 16 random bytes. Everything a person would call theirs is ciphertext before it comes here:
-- this schema has no column for a name, a title, a file name, a media type or a code.
--
-- The application connects as `pochette_app`, which may read the log and append to it through log_append() alone:
-- it can neither change nor remove an entry, nor skip the chain.

do $$
begin
  create role pochette_app nologin;
exception when duplicate_object or unique_violation then
  null; -- roles belong to the whole cluster: another database made it
end
$$;

-- The role that migrates must be able to become the application's role.
do $$
begin
  execute format('grant pochette_app to %I', current_user);
exception when others then
  if not pg_has_role(current_user, 'pochette_app', 'member') then raise; end if;
end
$$;

-- One row: tells that the server key in use is the one that protects this database.
create table deployment (
  only_row boolean primary key default true check (only_row),
  key_check bytea not null check (octet_length(key_check) = 32),
  created_at timestamptz not null default now()
);

create table accounts (
  uid bytea primary key check (octet_length(uid) = 16),
  role text not null check (role in ('holder', 'worker', 'relay')),
  -- A relay's attestation raises the quota.
  vouched_at timestamptz,
  created_at timestamptz not null default now()
);

-- Chain of signed identity statements; the bytes are what was signed and are never written again.
create table identities (
  uid bytea not null references accounts on delete cascade,
  generation integer not null check (generation >= 1),
  statement bytea not null,
  approval bytea check (octet_length(approval) = 64),
  sign_key bytea not null check (octet_length(sign_key) = 32),
  created_at timestamptz not null default now(),
  primary key (uid, generation)
);

create table unlocker_lists (
  uid bytea not null references accounts on delete cascade,
  seq integer not null check (seq >= 1),
  envelope bytea not null,
  created_at timestamptz not null default now(),
  primary key (uid, seq)
);

-- A card, device or link. `released` is encrypted under the server's own key; blocking empties it and `wrapped_key`.
create table locks (
  loc bytea primary key check (octet_length(loc) = 16),
  uid bytea not null references accounts on delete cascade,
  type text not null check (type in ('card', 'device', 'link')),
  auth_key bytea not null check (octet_length(auth_key) = 32),
  tag_hash bytea not null check (octet_length(tag_hash) = 32),
  released bytea not null,
  wrapped_key bytea not null,
  generation integer not null,
  tries integer not null default 0 check (tries between 0 and 10),
  not_before timestamptz not null default '-infinity',
  frozen_at timestamptz,
  blocked_at timestamptz,
  last_used_at timestamptz,
  created_at timestamptz not null default now()
);
create index locks_by_account on locks (uid);

-- Each challenge is answered once. Unlogged: after a crash a client simply asks for another.
create unlogged table challenges (
  challenge bytea primary key check (octet_length(challenge) = 32),
  loc bytea not null,
  expires_at timestamptz not null
);
create index challenges_by_expiry on challenges (expires_at);

create table safes (
  id bytea primary key check (octet_length(id) = 16),
  holder bytea not null references accounts on delete cascade,
  used_bytes bigint not null default 0 check (used_bytes >= 0),
  created_at timestamptz not null default now()
);
create index safes_by_holder on safes (holder);

create table safe_epochs (
  safe bytea not null references safes on delete cascade,
  epoch integer not null check (epoch >= 1),
  wrapped_key bytea not null,
  wrapped_previous bytea,
  primary key (safe, epoch),
  check ((epoch = 1) = (wrapped_previous is null))
);

-- What the holder signed of the whole safe after each change; only the newest is needed, its number never goes back.
create table heads (
  safe bytea primary key references safes on delete cascade,
  seq integer not null check (seq >= 1),
  envelope bytea not null,
  hash bytea not null check (octet_length(hash) = 32)
);

create table categories (
  safe bytea not null references safes on delete cascade,
  id bytea not null check (octet_length(id) = 16),
  epoch integer not null check (epoch >= 1),
  wrapped_name bytea not null,
  primary key (safe, id)
);

-- Every blob that the object store may hold has its row here first, so that orphans are found without listing the store.
--   pending: being written; staged: a version that was sent refers to it; live: a version that is kept refers to it;
--   doomed: to be removed. Only a pending blob may be given up without looking at who refers to it.
create table blobs (
  key text primary key check (key ~ '^[0-9a-f]{32}$'),
  state text not null check (state in ('pending', 'staged', 'live', 'doomed')),
  -- Whose room a pending blob takes up; it may outlive the safe until it is collected.
  safe bytea not null check (octet_length(safe) = 16),
  bytes bigint not null check (bytes > 0),
  changed_at timestamptz not null default now()
);
create index blobs_under_way on blobs (safe) where state = 'pending';
create index blobs_to_collect on blobs (state, changed_at) where state in ('pending', 'doomed');

-- Makes a pending blob's row if the safe, with what is under way to it, stays within `p_room` bytes. The row lock lets
-- reservations of one safe come one after the other; what is no longer pending takes up nothing here.
create function reserve_blob(p_key text, p_safe bytea, p_bytes bigint, p_room bigint) returns boolean
language plpgsql volatile set search_path = pg_catalog, public as $$
begin
  perform from public.safes where id = p_safe for no key update;
  insert into public.blobs (key, state, safe, bytes)
  select p_key, 'pending', p_safe, p_bytes from public.safes s
  where s.id = p_safe and s.used_bytes + p_bytes + coalesce(
    (select sum(b.bytes) from public.blobs b where b.safe = p_safe and b.state = 'pending'), 0) <= p_room;
  return found;
end
$$;

-- The newest committed version of each document. A purged document keeps what the holder's head says of it, and no key.
create table documents (
  safe bytea not null references safes on delete cascade,
  id bytea not null check (octet_length(id) = 16),
  version integer not null check (version >= 1),
  manifest_hash bytea not null check (octet_length(manifest_hash) = 32),
  binned_at timestamptz,
  purged_at timestamptz,
  primary key (safe, id),
  check (purged_at is null or binned_at is not null)
);
create index documents_in_bin on documents (binned_at) where binned_at is not null and purged_at is null;

-- A version is staged until a signed head lists it. Metadata containers are small and lie here, so that a list of papers
-- is one statement; content and thumbnail lie in the object store.
create table versions (
  safe bytea not null references safes on delete cascade,
  document bytea not null check (octet_length(document) = 16),
  version integer not null check (version >= 1),
  staged boolean not null default true,
  manifest bytea not null,
  manifest_hash bytea not null check (octet_length(manifest_hash) = 32),
  wrapped_key bytea not null,
  metadata bytea not null,
  content_key text not null references blobs (key),
  content_bytes bigint not null check (content_bytes > 0),
  thumbnail_key text references blobs (key),
  thumbnail_bytes integer,
  created_at timestamptz not null default now(),
  primary key (safe, document, version),
  check ((thumbnail_key is null) = (thumbnail_bytes is null))
);
create index versions_staged on versions (created_at) where staged;
create index versions_by_content on versions (content_key);
create index versions_by_thumbnail on versions (thumbnail_key) where thumbnail_key is not null;

-- The log: a hash chain for each safe. `at` is milliseconds since 1970 and never goes back within a chain.
create table log_heads (
  safe bytea primary key references safes on delete cascade,
  seq bigint not null,
  at bigint not null,
  hash bytea not null
) with (fillfactor = 50);

-- No foreign key: it would lock the safe's row at every reading, and wait there for who erases the safe while holding the
-- chain's head. log_append() adds nothing to a chain that is gone, and the entries go with their chain.
create table log_entries (
  safe bytea not null,
  seq bigint not null,
  at bigint not null,
  salt bytea not null check (octet_length(salt) = 16),
  body bytea not null,
  hash bytea not null check (octet_length(hash) = 32),
  primary key (safe, seq)
);

create function log_forget() returns trigger
language plpgsql set search_path = pg_catalog, public as $$
begin
  delete from public.log_entries where safe = old.safe;
  return null;
end
$$;
create trigger log_forget after delete on log_heads for each row execute function log_forget();

create function log_start(p_safe bytea) returns void
language sql security definer set search_path = pg_catalog, public as $$
  insert into public.log_heads (safe, seq, at, hash)
  values (p_safe, 0, 0, sha256('CS1/log.start\000'::bytea || p_safe));
$$;

-- hash = SHA-256("CS1/log" 00 previous | u64 seq | u64 at | SHA-256(salt | body)); returns the entry's number,
-- or null if there is no such safe. The row lock on the chain's head orders concurrent entries.
create function log_append(p_safe bytea, p_body bytea) returns bigint
language plpgsql security definer set search_path = pg_catalog, public as $$
declare
  v_salt bytea := uuid_send(gen_random_uuid());
  v_now bigint := floor(extract(epoch from clock_timestamp()) * 1000);
  v_seq bigint;
begin
  with head as (
    update public.log_heads h
    set seq = h.seq + 1,
        at = greatest(h.at, v_now),
        hash = sha256('CS1/log\000'::bytea || h.hash || int8send(h.seq + 1)
                      || int8send(greatest(h.at, v_now)) || sha256(v_salt || p_body))
    where h.safe = p_safe
    returning h.safe, h.seq, h.at, h.hash
  )
  insert into public.log_entries (safe, seq, at, salt, body, hash)
  select head.safe, head.seq, head.at, v_salt, p_body, head.hash from head
  returning seq into v_seq;
  return v_seq;
end
$$;

-- Why a token no longer opens anything, or null if it does: blocking and freezing hold from the next statement on.
create function caller_refusal(p_uid bytea, p_loc bytea) returns text
language sql stable set search_path = pg_catalog, public as $$
  select case
    when l.loc is null then 'unauthorized'
    when l.blocked_at is not null then 'lock_blocked'
    when l.frozen_at is not null then 'lock_frozen'
  end
  from (select 1) one left join public.locks l on l.loc = p_loc and l.uid = p_uid;
$$;

-- Appends an entry whose body, canonical JSON, says "out":"ok", with the outcome that the statement found.
create function log_outcome(p_safe bytea, p_body text, p_outcome text) returns bigint
language sql volatile set search_path = pg_catalog, public as $$
  select public.log_append(p_safe, convert_to(replace(p_body, '"out":"ok"', '"out":"' || p_outcome || '"'), 'UTF8'));
$$;

-- Destroys a safe at once: keys, manifests, log; its blobs are handed to the collector. The account goes with its last safe.
create function erase_safe(p_safe bytea) returns void
language plpgsql security definer set search_path = pg_catalog, public as $$
declare
  v_holder bytea;
begin
  select holder into v_holder from public.safes where id = p_safe for update;
  update public.blobs set state = 'doomed', changed_at = now()
  where key in (
    select content_key from public.versions where safe = p_safe
    union all
    select thumbnail_key from public.versions where safe = p_safe and thumbnail_key is not null
  );
  delete from public.safes where id = p_safe;
  delete from public.accounts a
  where a.uid = v_holder and not exists (select 1 from public.safes s where s.holder = a.uid);
end
$$;

-- Limits that hold over all server processes. Unlogged: a crash forgives.
create unlogged table rate_limits (
  key text primary key,
  used integer not null,
  resets_at timestamptz not null
);
create index rate_limits_by_reset on rate_limits (resets_at);

revoke all on function log_forget(), log_start(bytea), log_append(bytea, bytea), erase_safe(bytea),
  caller_refusal(bytea, bytea), log_outcome(bytea, text, text), reserve_blob(text, bytea, bigint, bigint) from public;
grant execute on function log_start(bytea), log_append(bytea, bytea), erase_safe(bytea),
  caller_refusal(bytea, bytea), log_outcome(bytea, text, text), reserve_blob(text, bytea, bigint, bigint) to pochette_app;
grant usage on schema public to pochette_app;
grant select, insert, update on accounts, locks, safes, heads, categories to pochette_app;
grant select, insert on deployment, identities, safe_epochs to pochette_app;
grant select, insert, delete on unlocker_lists to pochette_app;
grant select, insert, update, delete on challenges, blobs, documents, versions, rate_limits to pochette_app;
grant select on log_heads, log_entries to pochette_app;
