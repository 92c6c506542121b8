import { type ErrorDetails, SafeError } from '../core/errors.js';

/** Why a command was not understood; the word catalogues have a sentence for each. */
export const USAGE_REASONS = [
  'unknown_command',
  'unknown_option',
  'option_not_here',
  'value_missing',
  'value_unwanted',
  'argument_missing',
  'argument_unknown',
  'verb_unknown',
  'argument_unwanted',
  'secret_in_argument',
  'secret_missing',
  'codes_differ',
  'bad_date',
  'bad_kind',
  'bad_dossier',
  'bad_condition',
  'bad_save',
  'empty_dossier',
  'bad_address',
  'insecure_address',
  'bad_language',
  'title_for_many',
  'not_with_json',
  'needs_yes',
  'ambiguous',
  'home_not_ours',
  'worker_here',
  'holder_here',
  'option_missing',
  'nothing_to_show',
  'bad_days',
  'bad_link_days',
  'bad_drop_days',
  'bad_drop_limits',
  'bad_openings',
  'nothing_to_change',
  'too_long',
  'bad_words',
  'add_what',
  'bad_explained',
  'ambiguous_relay',
  'ambiguous_member',
  'ambiguous_person',
] as const;

export type UsageReason = (typeof USAGE_REASONS)[number];

/** `bad_usage` with its reason: what the person who typed the command can put right. */
export const usage = (reason: UsageReason, details: ErrorDetails = {}): SafeError =>
  new SafeError('bad_usage', { details: { reason, ...details } });
