import type { ErrorCode } from '../core/errors.js';

/** What a script learns from the end of a command. `help` prints this table. */
export const EXIT = {
  ok: 0,
  internal: 1,
  usage: 2,
  file: 3,
  locked: 4,
  notFound: 5,
  unavailable: 6,
  damaged: 7,
  full: 8,
  partly: 9,
  notAllowed: 10,
  interrupted: 130,
} as const;

export type ExitName = keyof typeof EXIT;
export type ExitCode = (typeof EXIT)[ExitName];

const MEANING: Readonly<Record<ExitName, readonly ErrorCode[]>> = {
  ok: [],
  internal: ['internal', 'cannot_start', 'blob_exists', 'invalid_request', 'range_not_satisfiable'],
  usage: [
    'bad_usage',
    'already_open',
    'too_many_devices',
    'last_device',
    'bad_contact',
    'bad_link',
    'bad_drop',
    'bad_hand',
    'health_not_named',
  ],
  file: [
    'empty_file',
    'truncated_file',
    'broken_file',
    'unsupported_type',
    'too_many_pixels',
    'file_too_large',
    'too_large',
    'file_changed',
    'file_exists',
    'file_unreadable',
    'cannot_save',
  ],
  locked: [
    'wrong_code',
    'too_early',
    'lock_frozen',
    'lock_blocked',
    'unknown_lock',
    'weak_code',
    'bad_code_format',
    'bad_card',
    'bad_invitation',
    'link_frozen',
    'session_over',
    'invitation_used',
    'not_logged_in',
    'unauthorized',
  ],
  notFound: ['not_found', 'file_not_found'],
  unavailable: ['unavailable', 'rate_limited', 'conflict', 'head_conflict', 'version_exists'],
  damaged: ['damaged', 'rolled_back', 'root_mismatch', 'self_test_failed', 'bad_seal'],
  full: [
    'quota_exceeded',
    'storage_full',
    'deposits_full',
    'asks_full',
    'links_full',
    'drop_full',
    'relays_full',
  ],
  partly: [],
  notAllowed: [
    'grant_ended',
    'link_ended',
    'link_expired',
    'link_used_up',
    'drop_ended',
    'hand_taken',
    'hand_ended',
    'spare_closed',
    'drop_expired',
    'grant_expired',
    'grant_not_started',
    'not_granted',
    'not_member',
    'not_manager',
    'not_certified',
    'deposits_closed',
  ],
  interrupted: [],
};

/** The exit code of an error; one that no group names counts as a fault of ours. */
export const exitCodeOf = (code: ErrorCode): ExitCode => {
  for (const [name, codes] of Object.entries(MEANING)) {
    if (codes.includes(code)) return EXIT[name as ExitName];
  }
  return EXIT.internal;
};
