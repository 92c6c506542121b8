-- Deposits: papers that a worker leaves for somebody without opening their safe. They wait apart from the papers, are on
-- no head, and only the holder reads them. Kept, refused or expired they leave a line without bytes for a while, so that
-- what a relay left in a day can be counted and no id is used again.

-- Closed for relays without a consent; open while null.
alter table safes add column deposits_closed_at timestamptz;

create table deposits (
  safe bytea not null references safes on delete cascade,
  -- Id of the paper that it becomes.
  id bytea not null check (octet_length(id) = 16),
  depositor bytea not null check (octet_length(depositor) = 16),
  -- In whose name, and under which consent.
  relay bytea check (octet_length(relay) = 16),
  grant_id bytea check (octet_length(grant_id) = 16),
  statement bytea not null,
  sealed_key bytea,
  metadata bytea,
  content_key text references blobs (key),
  content_bytes bigint check (content_bytes > 0),
  thumbnail_key text references blobs (key),
  thumbnail_bytes integer,
  created_at timestamptz not null default now(),
  answered_at timestamptz,
  primary key (safe, id),
  check (relay is not null or grant_id is not null),
  check ((answered_at is null) = (content_key is not null)),
  check ((answered_at is null) = (content_bytes is not null)),
  check ((answered_at is null) = (sealed_key is not null)),
  check ((answered_at is null) = (metadata is not null)),
  check ((thumbnail_key is null) = (thumbnail_bytes is null)),
  check (answered_at is null or thumbnail_key is null)
);
create index deposits_waiting on deposits (created_at) where answered_at is null;
create index deposits_answered on deposits (answered_at) where answered_at is not null;
create index deposits_by_content on deposits (content_key) where content_key is not null;
create index deposits_by_thumbnail on deposits (thumbnail_key) where thumbnail_key is not null;

-- Why a caller may not leave a paper in a safe now, or null if they may: under a consent that permits `add`, of which
-- grant_denial() says whether it holds (its last word, `not_granted`, is about reading), or as a member of a certified
-- relay while the safe is open. Whether there is such a safe is told to nobody else.
create function deposit_denial(p_uid bytea, p_loc bytea, p_safe bytea, p_relay bytea, p_grant bytea) returns text
language sql volatile set search_path = pg_catalog, public as $$
  select coalesce(public.caller_refusal(p_uid, p_loc), case
    when p_grant is not null then coalesce(
      nullif(public.grant_denial(p_uid, p_loc, p_grant), 'not_granted'),
      (select case
          when g.safe <> p_safe then 'not_found'
          when g.scope = 'doc'
            or not (convert_from(substring(g.envelope from 65), 'UTF8')::jsonb -> 'perm') ? 'add' then 'not_granted'
        end
        from public.grants g where g.id = p_grant))
    when not exists (select from public.team_members m where m.relay = p_relay and m.member = p_uid) then 'not_member'
    when not exists (select from public.relays r where r.uid = p_relay and r.certificate is not null) then 'not_certified'
    when not exists (select from public.safes s where s.id = p_safe) then 'not_found'
    when exists (select from public.safes s where s.id = p_safe and s.deposits_closed_at is not null)
      then 'deposits_closed'
  end);
$$;

-- Empties a deposit that was answered or is over: its blobs are handed to the collector and its room is given back.
-- False if it did not wait any more.
create function empty_deposit(p_safe bytea, p_id bytea) returns boolean
language sql volatile set search_path = pg_catalog, public as $$
  with old as (
    select content_key, thumbnail_key, content_bytes + coalesce(thumbnail_bytes, 0) + octet_length(metadata) as bytes
    from public.deposits where safe = p_safe and id = p_id and answered_at is null for update
  ), emptied as (
    update public.deposits set answered_at = now(), sealed_key = null, metadata = null, content_key = null,
      content_bytes = null, thumbnail_key = null, thumbnail_bytes = null
    where safe = p_safe and id = p_id and exists (select from old)
  ), doomed as (
    update public.blobs set state = 'doomed', changed_at = now()
    where key in (select content_key from old union all select thumbnail_key from old)
  ), freed as (
    update public.safes set used_bytes = used_bytes - (select bytes from old)
    where id = p_safe and exists (select from old)
  )
  select exists (select from old);
$$;

-- As before, and what waits goes too.
create or replace function erase_safe(p_safe bytea) returns void
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
    union all
    select content_key from public.deposits where safe = p_safe and content_key is not null
    union all
    select thumbnail_key from public.deposits where safe = p_safe and thumbnail_key is not null
  );
  delete from public.safes where id = p_safe;
  delete from public.accounts a
  where a.uid = v_holder and not exists (select 1 from public.safes s where s.holder = a.uid);
end
$$;

revoke all on function deposit_denial(bytea, bytea, bytea, bytea, bytea), empty_deposit(bytea, bytea) from public;
grant execute on function deposit_denial(bytea, bytea, bytea, bytea, bytea), empty_deposit(bytea, bytea) to pochette_app;
grant select, insert, update, delete on deposits to pochette_app;
