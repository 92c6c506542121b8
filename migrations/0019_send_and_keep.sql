-- A version that comes with the head that keeps it is stored in one statement: who waits for their paper waits less, and the
-- safe's row is locked for less long.

-- Stages a version, keeps it and stores the head, if the safe is still as it was when that head was verified: the head
-- `p_follows` is the newest, and `p_documents` papers are on the list. Only the days in the bin change the list without a head.
-- Gives the bytes that were freed, or null, having changed nothing, where anything is otherwise: then the caller goes step by
-- step, and learns why. `p_entries` go into the log in their order.
create function send_and_keep(
  p_uid bytea, p_loc bytea, p_safe bytea, p_document bytea, p_version integer,
  p_manifest bytea, p_manifest_hash bytea, p_wrapped_key bytea, p_category bytea, p_category_epoch integer, p_wrap_epoch integer,
  p_metadata bytea, p_content_key text, p_content_bytes bigint, p_thumbnail_key text, p_thumbnail_bytes integer,
  p_quota_plain bigint, p_quota_vouched bigint,
  p_follows bytea, p_documents bigint, p_seq bigint, p_head bytea, p_head_hash bytea, p_entries bytea[])
returns bigint
language plpgsql as $$
declare
  v_refusal text;
  v_freed bigint;
  v_rows bigint;
  v_entry bytea;
begin
  perform from safes s where s.id = p_safe and s.holder = p_uid for no key update;
  if not found or caller_refusal(p_uid, p_loc) is not null then return null; end if;
  perform from heads h where h.safe = p_safe and h.hash = p_follows;
  if not found then return null; end if;
  select count(*) into v_rows from documents d where d.safe = p_safe and d.purged_at is null;
  if v_rows <> p_documents then return null; end if;

  select s.refusal, s.freed into v_refusal, v_freed
  from stage_version(p_safe, p_document, p_version, p_manifest, p_manifest_hash, p_wrapped_key, p_category, p_category_epoch,
    p_wrap_epoch, p_metadata, p_content_key, p_content_bytes, p_thumbnail_key, p_thumbnail_bytes, p_quota_plain,
    p_quota_vouched) s;
  if v_refusal is not null then raise sqlstate 'PX001'; end if;

  delete from documents d where d.safe = p_safe and d.purged_at is not null;
  update versions v set staged = false where v.safe = p_safe and v.document = p_document and v.version = p_version;
  insert into documents (safe, id, version, manifest_hash) values (p_safe, p_document, p_version, p_manifest_hash)
  on conflict (safe, id) do update
    set version = excluded.version, manifest_hash = excluded.manifest_hash, binned_at = null;
  -- a version must never be acknowledged whose bytes are on their way out
  update blobs set state = 'live', changed_at = now() where state = 'staged' and key in (p_content_key, p_thumbnail_key);
  get diagnostics v_rows = row_count;
  if v_rows <> num_nonnulls(p_content_key, p_thumbnail_key) then raise sqlstate 'PX001'; end if;

  update heads h set seq = p_seq, envelope = p_head, hash = p_head_hash where h.safe = p_safe;
  foreach v_entry in array p_entries loop
    perform log_append(p_safe, v_entry);
  end loop;
  return v_freed;
exception when sqlstate 'PX001' then
  return null;
end
$$;
revoke all on function send_and_keep(bytea, bytea, bytea, bytea, integer, bytea, bytea, bytea, bytea, integer, integer, bytea, text, bigint,
  text, integer, bigint, bigint, bytea, bigint, bigint, bytea, bytea, bytea[]) from public;
grant execute on function send_and_keep(bytea, bytea, bytea, bytea, integer, bytea, bytea, bytea, bytea, integer, integer, bytea, text, bigint,
  text, integer, bigint, bigint, bytea, bigint, bigint, bytea, bytea, bytea[]) to pochette_app;
