-- What the person sealed last is never lost to who seals it anew: beside the seal of a member of the team, that of the person
-- stays (the receipt's own, in `sealed`, or the newest that came with a head, here), until the person seals again.
alter table grants
  add column former_reseal bytea,
  add column former_resealed bytea,
  add check ((former_reseal is null) = (former_resealed is null)),
  add check (former_reseal is null or reseal is not null);
grant update (former_reseal, former_resealed) on grants to pochette_app;
