import type { ColumnType, Generated } from 'kysely';

/** The tables of migrations/, as Kysely sees them; a test compares the two. Ids and keys are Buffers. */
type Moment = ColumnType<Date, Date | string | undefined, Date | string>;
type OptionalMoment = ColumnType<Date | null, Date | string | null | undefined, Date | string | null>;

export interface Database {
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
  relays: { uid: Uint8Array; certificate: Uint8Array | null; created_at: Moment };
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
    role: 'manager' | 'member';
    expires_at: Moment;
    used_at: OptionalMoment;
    answer_uid: Uint8Array | null;
    answer_name: Uint8Array | null;
    answer_proof: Uint8Array | null;
    created_at: Moment;
  };
  grants: {
    id: Uint8Array;
    safe: Uint8Array;
    recipient: Uint8Array;
    envelope: Uint8Array;
    hash: Uint8Array;
    sealed: Uint8Array;
    private: Uint8Array;
    own_key: Uint8Array;
    scope: 'doc' | 'cat' | 'safe';
    scope_ids: readonly Uint8Array[];
    may_read: boolean;
    not_before: number;
    expires: number;
    reseal: Uint8Array | null;
    resealed: Uint8Array | null;
    former_reseal: Uint8Array | null;
    former_resealed: Uint8Array | null;
    seal_generation: number;
    seal_epoch: number;
    listed: Generated<boolean>;
    given_at: Moment;
    ended_at: OptionalMoment;
    withdrawal: Uint8Array | null;
    expired_at: OptionalMoment;
    parent: Uint8Array | null;
    given_by: Uint8Array | null;
  };
  deposits: {
    safe: Uint8Array;
    id: Uint8Array;
    depositor: Uint8Array;
    relay: Uint8Array | null;
    grant_id: Uint8Array | null;
    statement: Uint8Array;
    sealed_key: Uint8Array | null;
    metadata: Uint8Array | null;
    content_key: string | null;
    content_bytes: number | null;
    thumbnail_key: string | null;
    thumbnail_bytes: number | null;
    created_at: Moment;
    answered_at: OptionalMoment;
  };
  links: {
    loc: Uint8Array;
    safe: Uint8Array;
    maker: Uint8Array;
    parent: Uint8Array | null;
    statement: Uint8Array;
    card: Uint8Array;
    own: Uint8Array;
    made: Uint8Array | null;
    auth_key: Uint8Array;
    code: boolean;
    tag_hash: Uint8Array | null;
    released: Uint8Array | null;
    payload: Uint8Array | null;
    expires: number;
    openings: number;
    change: Uint8Array | null;
    change_seq: Generated<number>;
    opened: Generated<number>;
    tries: Generated<number>;
    made_at: Moment;
    last_opened_at: OptionalMoment;
    ended_at: OptionalMoment;
    end_order: Uint8Array | null;
    expired_at: OptionalMoment;
  };
  link_papers: { loc: Uint8Array; document: Uint8Array; version: number };
  link_sessions: {
    token_hash: Uint8Array;
    loc: Uint8Array;
    ends: number;
    receipt: Uint8Array | null;
    receipt_at: number | null;
  };
  readings: { nonce: Uint8Array; grant_id: Uint8Array; open: boolean; expires_at: Moment };
  rate_limits: { key: string; used: number; resets_at: Moment };
}
