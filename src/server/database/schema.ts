import type { Generated } from 'kysely';
import type { Moment, OptionalMoment } from './moment.js';
import type { ConsentTables } from './schema-consent.js';

/** The tables of migrations/, as Kysely sees them; a test compares the two. Ids and keys are Buffers. */

export interface Database extends ConsentTables {
  deployment: { only_row: Generated<boolean>; key_check: Uint8Array; created_at: Moment };
  accounts: { uid: Uint8Array; role: string; vouched_at: OptionalMoment; created_at: Moment };
  identities: {
    uid: Uint8Array;
    generation: number;
    statement: Uint8Array;
    approval: Uint8Array | null;
    sign_key: Uint8Array;
    created_at: Moment;
  };
  unlocker_lists: { uid: Uint8Array; seq: number; envelope: Uint8Array; created_at: Moment };
  locks: {
    loc: Uint8Array;
    uid: Uint8Array;
    type: string;
    auth_key: Uint8Array;
    tag_hash: Uint8Array;
    released: Uint8Array;
    wrapped_key: Uint8Array;
    generation: number;
    tries: Generated<number>;
    not_before: Moment;
    frozen_at: OptionalMoment;
    blocked_at: OptionalMoment;
    last_used_at: OptionalMoment;
    created_at: Moment;
  };
  challenges: { challenge: Uint8Array; loc: Uint8Array; expires_at: Moment };
  safes: { id: Uint8Array; holder: Uint8Array; used_bytes: Generated<number>; created_at: Moment; deposits_closed_at: OptionalMoment };
  safe_epochs: {
    safe: Uint8Array;
    epoch: number;
    wrapped_key: Uint8Array;
    wrapped_previous: Uint8Array | null;
  };
  heads: { safe: Uint8Array; seq: number; envelope: Uint8Array; hash: Uint8Array };
  categories: { safe: Uint8Array; id: Uint8Array; epoch: number; wrapped_name: Uint8Array };
  blobs: {
    key: string;
    state: 'pending' | 'staged' | 'live' | 'doomed';
    safe: Uint8Array;
    bytes: number;
    changed_at: Moment;
  };
  documents: {
    safe: Uint8Array;
    id: Uint8Array;
    version: number;
    manifest_hash: Uint8Array;
    binned_at: OptionalMoment;
    purged_at: OptionalMoment;
  };
  versions: {
    safe: Uint8Array;
    document: Uint8Array;
    version: number;
    staged: Generated<boolean>;
    manifest: Uint8Array;
    manifest_hash: Uint8Array;
    wrapped_key: Uint8Array;
    category: Uint8Array;
    wrap_epoch: number;
    metadata: Uint8Array;
    content_key: string;
    content_bytes: number;
    thumbnail_key: string | null;
    thumbnail_bytes: number | null;
    created_at: Moment;
  };
  log_heads: { safe: Uint8Array; seq: number; at: number; hash: Uint8Array };
  log_entries: {
    safe: Uint8Array;
    seq: number;
    at: number;
    salt: Uint8Array;
    body: Uint8Array;
    hash: Uint8Array;
  };
  relays: {
    uid: Uint8Array;
    certificate: Uint8Array | null;
    created_at: Moment;
    founder: Uint8Array | null;
  };
  team_entries: {
    relay: Uint8Array;
    seq: number;
    entry: Uint8Array;
    approval: Uint8Array | null;
    created_at: Moment;
  };
  team_members: { relay: Uint8Array; member: Uint8Array; role: 'manager' | 'member' };
  team_keys: { relay: Uint8Array; generation: number; member: Uint8Array; sealed: Uint8Array };
  team_previous: { relay: Uint8Array; generation: number; wrapped: Uint8Array };
  invitations: {
    id: Uint8Array;
    relay: Uint8Array;
    welcome: Uint8Array;
    association: Uint8Array | null;
    role: 'manager' | 'member';
    expires_at: Moment;
    used_at: OptionalMoment;
    answer_uid: Uint8Array | null;
    answer_name: Uint8Array | null;
    answer_proof: Uint8Array | null;
    created_at: Moment;
  };
  relay_names: {
    relay: Uint8Array;
    safe: Uint8Array;
    generation: number;
    version: number;
    sealed: Uint8Array;
    changed_at: Moment;
  };
  relay_tallies: {
    relay: Uint8Array;
    member: Uint8Array;
    month: number;
    generation: number;
    version: number;
    sealed: Uint8Array;
    changed_at: Moment;
  };
  readings: { nonce: Uint8Array; grant_id: Uint8Array; open: boolean; expires_at: Moment };
  rate_limits: { key: string; used: number; resets_at: Moment };
}
