-- A manager's word that a spare is put aside in the relay's list; null where it is not. Nothing of the spare goes with it: it is handed out as before.
alter table spares add column aside bytea;
grant update (aside) on spares to pochette_app;
