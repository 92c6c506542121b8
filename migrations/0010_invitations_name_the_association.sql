-- An invitation tells a new worker under which association's key their relay's certificate, and so its name, holds: the key and
-- the proof by the one-time code. Null where who invites does not know it.
alter table invitations add column association bytea check (octet_length(association) = 64);
