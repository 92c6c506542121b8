-- What the members of a relay did under what was shown to it is told to them too: the entries of logs that name a grant are
-- found by it. A body is canonical JSON of ids and codes: a quotation mark within a text is never written bare, so that
-- nothing but the field itself reads so. encode() keeps every sign that this looks for as it is.
create index log_entries_by_grant on log_entries
  (substring(encode(body, 'escape') from '"grant":"([0-9a-f]{32})"'), at)
  where position('"grant":"'::bytea in body) > 0;
