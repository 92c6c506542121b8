-- Consent: relays and their teams, invitations, grants as signed receipts, and the gate through which a grantee reads.
--
-- What a person signed is kept as the bytes that were signed. Beside it lie only the fields that the server enforces:
-- whom a grant is for, what it shows, from when until when. Purpose, titles and the words that were shown stay ciphertext.
-- The name that a worker chose to be seen under, and a relay's name, lie inside signed bytes and in no column of text.
--
-- One function decides about every reading by a grantee: grant_denial(). Nothing else opens a paper to anybody but its
-- holder. An end and an expiry that was seen are stored, so that no clock that goes back opens a grant again.

-- Which category a version lies in, as its manifest says, and under which epoch of the safe's root key its key is wrapped.
-- Manifests are `signature64 | canonical JSON`: what is there already is read from them.
alter table versions add column category bytea, add column wrap_epoch integer;
update versions v set
  category = decode(convert_from(substring(v.manifest from 65), 'UTF8')::json ->> 'cat', 'hex'),
  wrap_epoch = (convert_from(substring(v.manifest from 65), 'UTF8')::json ->> 'epoch')::integer;
alter table versions
  alter column category set not null,
  alter column wrap_epoch set not null,
  add check (octet_length(category) = 16),
  add check (wrap_epoch >= 1);

-- A relay is an account of that role: its identities lie with those of all accounts. The row orders changes of the team.
create table relays (
  uid bytea primary key references accounts on delete cascade,
  -- Signed by the association's directory key; without it nothing may be shown to the relay.
  certificate bytea,
  created_at timestamptz not null default now()
);

create table team_entries (
  relay bytea not null references relays on delete cascade,
  seq integer not null check (seq >= 1),
  entry bytea not null,
  approval bytea check (octet_length(approval) = 64),
  created_at timestamptz not null default now(),
  primary key (relay, seq)
);

-- What the chain says now, so that the gate need not read it: who is out here is out at the next request.
create table team_members (
  relay bytea not null references relays on delete cascade,
  member bytea not null references accounts on delete cascade,
  role text not null check (role in ('manager', 'member')),
  primary key (relay, member)
);
create index team_members_by_member on team_members (member);

-- The team's key of a generation, sealed to a member; taken away with them.
create table team_keys (
  relay bytea not null references relays on delete cascade,
  generation integer not null check (generation >= 1),
  member bytea not null references accounts on delete cascade,
  sealed bytea not null,
  primary key (relay, member, generation)
);

-- `generation` is the older one: its key, wrapped under that of the generation after it.
create table team_previous (
  relay bytea not null references relays on delete cascade,
  generation integer not null check (generation >= 1),
  wrapped bytea not null,
  primary key (relay, generation)
);

-- The one-time code is never here: `id` follows from it. An answer names who wants to join, under a name they chose.
create table invitations (
  id bytea primary key check (octet_length(id) = 16),
  relay bytea not null references relays on delete cascade,
  welcome bytea not null check (octet_length(welcome) = 32),
  role text not null check (role in ('manager', 'member')),
  expires_at timestamptz not null,
  used_at timestamptz,
  answer_uid bytea references accounts on delete cascade,
  answer_name bytea check (octet_length(answer_name) between 1 and 240),
  answer_proof bytea check (octet_length(answer_proof) = 32),
  created_at timestamptz not null default now(),
  check ((answer_uid is null) = (answer_name is null) and (answer_uid is null) = (answer_proof is null))
);
create index invitations_by_relay on invitations (relay);

create table grants (
  id bytea primary key check (octet_length(id) = 16),
  safe bytea not null references safes on delete cascade,
  -- A worker, or a relay, whose members it is for.
  recipient bytea not null references accounts on delete cascade,
  envelope bytea not null,
  hash bytea not null check (octet_length(hash) = 32),
  sealed bytea not null,
  private bytea not null,
  own_key bytea not null,
  -- What the receipt says, as the gate reads it. Milliseconds since 1970, like the log's.
  scope text not null check (scope in ('doc', 'cat', 'safe')),
  scope_ids bytea[] not null,
  may_read boolean not null,
  not_before bigint not null,
  expires bigint not null check (expires > not_before),
  -- The keys sealed anew, if they were, and what they were sealed for last.
  reseal bytea,
  resealed bytea,
  seal_generation integer not null check (seal_generation >= 1),
  seal_epoch integer not null check (seal_epoch >= 1),
  -- Whether the newest head lists it.
  listed boolean not null default true,
  given_at timestamptz not null default now(),
  ended_at timestamptz,
  withdrawal bytea,
  expired_at timestamptz,
  check ((reseal is null) = (resealed is null))
);
create index grants_by_safe on grants (safe);
create index grants_by_recipient on grants (recipient);
create index grants_to_expire on grants (expires) where ended_at is null and expired_at is null;

-- Signed readings: each is good once, and `open` while its bytes are on their way. Unlogged: a crash breaks every
-- download off, and a reading that was signed before it is soon too old to be taken.
create unlogged table readings (
  nonce bytea primary key check (octet_length(nonce) = 16),
  grant_id bytea not null,
  open boolean not null,
  expires_at timestamptz not null
);
create index readings_open on readings (grant_id) where open;
create index readings_by_expiry on readings (expires_at);

-- The time as a safe knows it, in milliseconds: it never goes back, whatever the machine's clock does.
create function safe_clock(p_safe bytea) returns bigint
language sql volatile set search_path = pg_catalog, public as $$
  select greatest(floor(extract(epoch from clock_timestamp()) * 1000)::bigint,
    (select h.at from public.log_heads h where h.safe = p_safe));
$$;

-- Whether a grant is for this account: it, or a relay of which it is a member now.
create function is_grantee(p_recipient bytea, p_uid bytea) returns boolean
language sql stable set search_path = pg_catalog, public as $$
  select p_recipient = p_uid
    or exists (select from public.team_members m where m.relay = p_recipient and m.member = p_uid);
$$;

-- Why a caller may not read under a grant now, or null if they may: the one place where it is decided. Whoever is no
-- grantee is not told that there is such a grant.
create function grant_denial(p_uid bytea, p_loc bytea, p_grant bytea) returns text
language sql volatile set search_path = pg_catalog, public as $$
  select coalesce(public.caller_refusal(p_uid, p_loc), case
    when g.id is null or not public.is_grantee(g.recipient, p_uid) then 'not_found'
    when g.ended_at is not null then 'grant_ended'
    when g.expired_at is not null or g.expires <= public.safe_clock(g.safe) then 'grant_expired'
    when g.not_before > public.safe_clock(g.safe) then 'grant_not_started'
    when not g.may_read then 'not_granted'
  end)
  from (select 1) one left join public.grants g on g.id = p_grant;
$$;

-- The gate of a new reading. An expiry that is seen is stored. The row lock lets ending a grant and beginning to read come
-- one after the other: a reading either comes first, and is open for who ends the grant to see, or finds it ended.
create function grant_refusal(p_uid bytea, p_loc bytea, p_grant bytea) returns text
language plpgsql volatile set search_path = pg_catalog, public as $$
begin
  if public.grant_denial(p_uid, p_loc, p_grant) = 'grant_expired' then
    update public.grants set expired_at = now() where id = p_grant and expired_at is null;
  end if;
  perform from public.grants where id = p_grant for share;
  return public.grant_denial(p_uid, p_loc, p_grant);
end
$$;

-- Whether a grant shows a document, by the category of the newest version. What is in the bin is shown to nobody else.
create function grant_shows(g grants, d documents) returns boolean
language sql stable set search_path = pg_catalog, public as $$
  select d.safe = g.safe and d.binned_at is null and d.purged_at is null and case g.scope
    when 'safe' then true
    when 'doc' then d.id = any (g.scope_ids)
    else exists (select from public.versions v
      where v.safe = d.safe and v.document = d.id and v.version = d.version and v.category = any (g.scope_ids))
  end;
$$;

revoke all on function safe_clock(bytea), is_grantee(bytea, bytea), grant_denial(bytea, bytea, bytea),
  grant_refusal(bytea, bytea, bytea), grant_shows(grants, documents) from public;
grant execute on function safe_clock(bytea), is_grantee(bytea, bytea), grant_denial(bytea, bytea, bytea),
  grant_refusal(bytea, bytea, bytea), grant_shows(grants, documents) to pochette_app;
-- What was signed can be added and read, and never be written again; what is told of it can change.
grant select, insert on relays, team_entries, team_previous, grants to pochette_app;
grant update (certificate) on relays to pochette_app;
grant update (listed, ended_at, withdrawal, expired_at, reseal, resealed, seal_generation, seal_epoch)
  on grants to pochette_app;
grant select, insert, delete on team_keys to pochette_app;
grant select, insert, update, delete on team_members, invitations, readings to pochette_app;
