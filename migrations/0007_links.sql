-- Links: papers shown to somebody without an account. The link's secret is never here: `loc`, its name, and `auth_key`
-- follow from it.
--
-- `released`, the server's share of the link's key (encrypted under the server's own), `payload`, the papers' keys as the
-- link wraps them, and `tag_hash` are what opens a link. They are taken away as soon as it can't be opened any more: it was
-- ended, used up, or closed after ten wrong codes, or its time is over. From then on the address and this database together
-- open nothing. What is left is for the holder's list: what was signed, and ciphertext that only they read.
--
-- link_state() says how a link stands, link_denial() whether a session may read: nothing else lets anybody read by a link.
-- An end and an expiry that was seen are stored, so that no clock that goes back opens a link again.
create table links (
  loc bytea primary key check (octet_length(loc) = 16),
  safe bytea not null references safes on delete cascade,
  maker bytea not null references accounts on delete cascade,
  -- The grant under which somebody else than the holder made it: when that ends, so does the link.
  parent bytea references grants on delete cascade,
  statement bytea not null,
  card bytea not null,
  own bytea not null,
  made bytea,
  auth_key bytea not null check (octet_length(auth_key) = 32),
  code boolean not null,
  tag_hash bytea check (octet_length(tag_hash) = 32),
  released bytea,
  payload bytea,
  -- Milliseconds since 1970, like the log's; with `openings` as the newest change says.
  expires bigint not null,
  openings integer not null check (openings between 1 and 50),
  change bytea,
  change_seq integer not null default 0 check (change_seq >= 0),
  opened integer not null default 0 check (opened between 0 and 50),
  tries integer not null default 0 check (tries between 0 and 10),
  made_at timestamptz not null default now(),
  last_opened_at timestamptz,
  ended_at timestamptz,
  end_order bytea,
  expired_at timestamptz,
  check ((change is null) = (change_seq = 0)),
  check ((parent is null) = (made is null)),
  check ((released is null) = (payload is null) and (released is null) = (tag_hash is null))
);
create index links_by_safe on links (safe);
create index links_by_maker on links (maker) where parent is not null;
create index links_by_parent on links (parent) where parent is not null;
create index links_to_close on links (expires) where ended_at is null and expired_at is null;

create table link_papers (
  loc bytea not null references links on delete cascade,
  document bytea not null check (octet_length(document) = 16),
  version integer not null check (version >= 1),
  primary key (loc, document)
);

-- One opening: for so long papers are read with a token whose hash this is. `ends` in milliseconds by the safe's clock.
create table link_sessions (
  token_hash bytea primary key check (octet_length(token_hash) = 32),
  loc bytea not null references links on delete cascade,
  ends bigint not null,
  -- What whoever opened it signed, that the papers arrived, and when; the name in it is ciphertext.
  receipt bytea,
  receipt_at bigint,
  check ((receipt is null) = (receipt_at is null))
);
create index link_sessions_by_link on link_sessions (loc);

-- Whether a document, in this version, is shown by a link now: it is in no bin, and the grant under which somebody else
-- made the link still shows it.
create function link_shows(l links, d documents, p_version integer) returns boolean
language sql stable set search_path = pg_catalog, public as $$
  select d.safe = l.safe and d.binned_at is null and d.purged_at is null
    and exists (select from public.link_papers p where p.loc = l.loc and p.document = d.id and p.version = p_version)
    and (l.parent is null
      or exists (select from public.grants g where g.id = l.parent and public.grant_shows(g, d)));
$$;

-- How a link stands. One that somebody made under a grant ends with the grant, and when its maker is no longer of those
-- whom the grant is for.
create function link_state(l links) returns text
language sql volatile set search_path = pg_catalog, public as $$
  select case
    when l.ended_at is not null or (l.parent is not null and not exists (
      select from public.grants g
      where g.id = l.parent and g.ended_at is null and g.expired_at is null
        and public.is_grantee(g.recipient, l.maker))) then 'ended'
    when l.expired_at is not null or l.expires <= public.safe_clock(l.safe) then 'expired'
    when l.opened >= l.openings then 'used_up'
    when l.tries >= 10 then 'frozen'
    else 'open'
  end;
$$;

-- Why a session may not read now, or null if it may: the one place where it is decided. Openings that are used up and wrong
-- codes of others end no session.
create function link_denial(p_token_hash bytea) returns text
language sql volatile set search_path = pg_catalog, public as $$
  select case
    when l.loc is null or s.ends <= public.safe_clock(l.safe) then 'session_over'
    when public.link_state(l) = 'ended' then 'link_ended'
    when public.link_state(l) = 'expired' then 'link_expired'
  end
  from (select 1) one
  left join public.link_sessions s on s.token_hash = p_token_hash
  left join public.links l on l.loc = s.loc;
$$;

-- Takes away what opens a link whose time is over, and stores that it is.
create function link_expire(p_loc bytea) returns void
language sql volatile set search_path = pg_catalog, public as $$
  update public.links set expired_at = now(), released = null, payload = null, tag_hash = null
  where loc = p_loc and ended_at is null and expired_at is null and expires <= public.safe_clock(safe);
$$;

-- The gate of a new reading. The row lock lets ending a link and beginning to read come one after the other: a reading
-- either comes first, and is open for who ends the link to see, or finds it ended.
create function link_refusal(p_token_hash bytea) returns text
language plpgsql volatile set search_path = pg_catalog, public as $$
declare
  v_loc constant bytea := (select loc from public.link_sessions where token_hash = p_token_hash);
begin
  perform public.link_expire(v_loc);
  perform from public.links where loc = v_loc for share;
  return public.link_denial(p_token_hash);
end
$$;

-- Whoever ends a grant ends the links that were made under it, in the same statement.
create function links_end_with_grant() returns trigger
language plpgsql set search_path = pg_catalog, public as $$
begin
  update public.links set ended_at = now(), released = null, payload = null, tag_hash = null
  where parent = new.id and ended_at is null;
  return null;
end
$$;
create trigger links_end_with_grant after update of ended_at on grants
for each row when (old.ended_at is null and new.ended_at is not null) execute function links_end_with_grant();

-- Whoever leaves a relay takes no link with them.
create function links_end_with_member() returns trigger
language plpgsql set search_path = pg_catalog, public as $$
begin
  update public.links l set ended_at = now(), released = null, payload = null, tag_hash = null
  from public.grants g
  where g.id = l.parent and g.recipient = old.relay and l.maker = old.member and l.ended_at is null;
  return null;
end
$$;
create trigger links_end_with_member after delete on team_members
for each row execute function links_end_with_member();

-- What is over is kept for the holder's list for 92 days; the role that answers can only ask that the rest be forgotten.
create function forget_links() returns void
language sql security definer set search_path = pg_catalog, public as $$
  delete from public.links where coalesce(ended_at, expired_at) < now() - interval '92 days';
$$;

revoke all on function link_shows(links, documents, integer), link_state(links), link_denial(bytea),
  link_expire(bytea), link_refusal(bytea), links_end_with_grant(), links_end_with_member(), forget_links() from public;
grant execute on function link_shows(links, documents, integer), link_state(links), link_denial(bytea),
  link_expire(bytea), link_refusal(bytea), forget_links() to pochette_app;
-- What was signed can be added and read, and never be written again; what is told of it can change.
grant select, insert on links, link_papers to pochette_app;
grant update (tag_hash, released, payload, expires, openings, change, change_seq, opened, tries, last_opened_at,
  ended_at, end_order, expired_at) on links to pochette_app;
grant select, insert on link_sessions to pochette_app;
grant update (receipt, receipt_at) on link_sessions to pochette_app;
