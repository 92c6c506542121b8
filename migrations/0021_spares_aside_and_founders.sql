-- A manager's word that a spare is put aside in the relay's list; null where it is not. Nothing of the spare goes with it: it is handed out as before.
alter table spares add column aside bytea;
grant update (aside) on spares to pochette_app;

-- Whatever blocks the lock destroys what the relay has, the word that put it aside as well.
create or replace function end_spare() returns trigger
language plpgsql security definer set search_path = pg_catalog, public as $$
begin
  update public.spares set ended_at = now(), sealed = '', note = '', reseal = null,
    former_sealed = null, former_note = null, former_reseal = null, aside = null
  where loc = new.loc and ended_at is null;
  return null;
end
$$;

-- Who founded a relay, to bound how many one account founds before any is certified; null for those of before, and once the account is gone.
alter table relays add column founder bytea references accounts on delete set null;
create index relays_by_founder on relays (founder) where certificate is null;
