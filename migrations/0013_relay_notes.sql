-- What a relay's team notes for itself: the name under which it knows somebody, and how much was done in a month. Both are
-- ciphertext under a key of the team, padded; the server sees whose row it is and when it was written. `generation` is the team's when
-- it was written, `version` goes up by one with each writing, so that nobody overwrites what they have not seen.
create table relay_names (
  relay bytea not null references relays on delete cascade,
  safe bytea not null references safes on delete cascade,
  generation integer not null check (generation >= 1),
  version integer not null check (version >= 1),
  sealed bytea not null check (octet_length(sealed) = 585),
  changed_at timestamptz not null default now(),
  primary key (relay, safe)
);
create index relay_names_by_safe on relay_names (safe);

-- One row for each member and month (year * 100 + month). It stays when the member leaves: it is the relay's.
create table relay_tallies (
  relay bytea not null references relays on delete cascade,
  member bytea not null check (octet_length(member) = 16),
  month integer not null check (month between 200001 and 999912 and month % 100 between 1 and 12),
  generation integer not null check (generation >= 1),
  version integer not null check (version >= 1),
  sealed bytea not null check (octet_length(sealed) between 4169 and 65609 and (octet_length(sealed) - 73) % 4096 = 0),
  changed_at timestamptz not null default now(),
  primary key (relay, month, member)
);

-- Where the last consent ends, by whoever, the accompaniment has ended: the name goes in the same transaction. Asked at its end,
-- so that a consent which is given in the same step as another one ends keeps the name.
create function forget_relay_name() returns trigger
language plpgsql set search_path = pg_catalog, public as $$
begin
  delete from public.relay_names n
  where n.relay = new.recipient and n.safe = new.safe and not exists (
    select from public.grants g
    where g.safe = n.safe and g.recipient = n.relay and public.grant_over(g) is null
  );
  return null;
end
$$;
create constraint trigger relay_name_goes after update of ended_at on grants
  deferrable initially deferred for each row
  when (old.ended_at is null and new.ended_at is not null)
  execute function forget_relay_name();

-- An end by date is no end if the person shows something again within a month. A name of somebody who never showed anything
-- (papers are scanned for them) is written anew once a year, or goes.
create function forget_relay_notes() returns void
language sql set search_path = pg_catalog, public as $$
  delete from public.relay_names n
  where not exists (
    select from public.grants g
    where g.safe = n.safe and g.recipient = n.relay and public.grant_over(g) is null
  ) and (
    n.changed_at < now() - interval '13 months'
    or exists (
      select from public.grants g
      where g.safe = n.safe and g.recipient = n.relay and to_timestamp(g.expires / 1000.0) > n.changed_at
        and to_timestamp(g.expires / 1000.0) < now() - interval '31 days'
    )
  );
  delete from public.relay_tallies t where to_date(t.month::text, 'YYYYMM') < now() - interval '37 months'
    or to_date(t.month::text, 'YYYYMM') > now() + interval '1 month 1 day';
$$;

revoke all on function forget_relay_name(), forget_relay_notes() from public;
grant execute on function forget_relay_name(), forget_relay_notes() to pochette_app;
grant select, insert, update, delete on relay_names to pochette_app;
grant select, insert, update, delete on relay_tallies to pochette_app;
