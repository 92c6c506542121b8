-- A version that arrived is staged in one turn to the database instead of five: who waits for their paper waits less, and the
-- safe's row is locked for less long.

-- Stages a version whose blobs lie safe, inside the caller's transaction, which must not go on where this refuses. Takes away
-- what was staged under the same number before; `freed` is what that held, in bytes. The quotas are those of a safe that no
-- relay vouches for and of one that a relay does.
create function stage_version(
  p_safe bytea, p_document bytea, p_version integer,
  p_manifest bytea, p_manifest_hash bytea, p_wrapped_key bytea, p_category bytea, p_category_epoch integer, p_wrap_epoch integer,
  p_metadata bytea, p_content_key text, p_content_bytes bigint, p_thumbnail_key text, p_thumbnail_bytes integer,
  p_quota_plain bigint, p_quota_vouched bigint, out refusal text, out freed bigint)
language plpgsql as $$
declare
  v_keys text[] := array_remove(array[p_content_key, p_thumbnail_key], null);
  v_more bigint;
  v_rows bigint;
begin
  with gone as (
    delete from versions v
    where v.safe = p_safe and v.document = p_document and v.version = p_version and v.staged
    returning v.content_key, v.thumbnail_key,
      v.content_bytes + coalesce(v.thumbnail_bytes, 0) + octet_length(v.metadata) as bytes
  ), doomed as (
    update blobs set state = 'doomed', changed_at = now()
    where key in (select content_key from gone union all select thumbnail_key from gone)
  )
  select coalesce(sum(bytes), 0) into freed from gone;

  -- out of the collector's reach, unless it was there before
  update blobs set state = 'staged', changed_at = now() where key = any (v_keys) and state = 'pending';
  get diagnostics v_rows = row_count;
  if v_rows <> cardinality(v_keys) then
    refusal := 'unavailable';
    return;
  end if;

  perform from categories c where c.safe = p_safe and c.id = p_category and c.epoch >= p_category_epoch;
  if not found then
    refusal := 'root_mismatch';
    return;
  end if;

  v_more := p_content_bytes + coalesce(p_thumbnail_bytes, 0) + octet_length(p_metadata) - freed;
  update safes s set used_bytes = s.used_bytes + v_more
  from accounts a
  where s.id = p_safe and a.uid = s.holder and (v_more <= 0 or s.used_bytes + v_more <=
    case when a.vouched_at is null then p_quota_plain else p_quota_vouched end);
  if not found then
    refusal := 'quota_exceeded';
    return;
  end if;

  insert into versions (safe, document, version, manifest, manifest_hash, wrapped_key, category, wrap_epoch, metadata,
    content_key, content_bytes, thumbnail_key, thumbnail_bytes)
  values (p_safe, p_document, p_version, p_manifest, p_manifest_hash, p_wrapped_key, p_category, p_wrap_epoch, p_metadata,
    p_content_key, p_content_bytes, p_thumbnail_key, p_thumbnail_bytes)
  on conflict do nothing;
  if not found then refusal := 'version_exists'; end if;
end
$$;
revoke all on function stage_version(bytea, bytea, integer, bytea, bytea, bytea, bytea, integer, integer, bytea, text, bigint, text, integer,
  bigint, bigint) from public;
grant execute on function stage_version(bytea, bytea, integer, bytea, bytea, bytea, bytea, integer, integer, bytea, text, bigint, text, integer,
  bigint, bigint) to pochette_app;
