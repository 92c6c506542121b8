-- A manager's word that a spare is put aside in the relay's list; null where it is not. Nothing of the spare goes with it: it is handed out as before.
alter table spares add column aside bytea;
grant update (aside) on spares to pochette_app;

-- Who founded a relay, to bound how many one account founds before any is certified; null for those of before, and once the account is gone.
alter table relays add column founder bytea references accounts on delete set null;
create index relays_by_founder on relays (founder) where certificate is null;
