-- Asks: a worker to whom somebody shows something asks them for a paper. Which paper, and in which words, is ciphertext under
-- the key of the grant; the server sees who asks whom, and how often.
--
-- ask_state() says how an ask stands: it is over with its grant, and when who made it is no longer of those whom the grant is
-- for. An expiry is not stored: nothing opens by it that a clock going back could open again.
create table asks (
  id bytea primary key check (octet_length(id) = 16),
  safe bytea not null references safes on delete cascade,
  grant_id bytea not null references grants on delete cascade,
  asker bytea not null references accounts on delete cascade,
  statement bytea not null,
  body bytea not null,
  -- Milliseconds since 1970, like the log's.
  expires bigint not null,
  -- Of several that were asked at once each has its own time: they are read in their order.
  made_at timestamptz not null default clock_timestamp(),
  how text check (how in ('shown', 'refused', 'withdrawn')),
  ended_at timestamptz,
  end_order bytea,
  check ((how is null) = (ended_at is null) and (how is null) = (end_order is null))
);
create index asks_by_safe on asks (safe, made_at);
create index asks_by_grant on asks (grant_id, made_at);
create index asks_by_asker on asks (asker);

-- How an ask stands.
create function ask_state(a asks) returns text
language sql volatile as $$
  select case
    when a.how is not null then a.how
    when g.id is null or public.grant_over(g) is not null or not public.is_grantee(g.recipient, a.asker) then 'over'
    when a.expires <= public.safe_clock(a.safe) then 'expired'
    else 'open'
  end
  from (select 1) one left join public.grants g on g.id = a.grant_id;
$$;

-- Nobody needs to know for long what somebody was asked for: two months after it was asked it is forgotten, whatever came of it.
-- The role that answers can only ask for that.
create function forget_asks() returns void
language sql security definer set search_path = pg_catalog, public as $$
  delete from public.asks where made_at < now() - interval '61 days';
$$;

revoke all on function ask_state(asks), forget_asks() from public;
grant execute on function ask_state(asks), forget_asks() to pochette_app;
-- What was signed can be added and read, and never be written again; how it ended is added once.
grant select, insert on asks to pochette_app;
grant update (how, ended_at, end_order) on asks to pochette_app;
