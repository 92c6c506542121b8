/**
 * The one list of error codes. The code is what the API answers and what the web app and the command line translate;
 * the sentence beside it is the English default, fit to be read by a person.
 *
 * Cryptographic refusals share `damaged`: an attacker learns nothing about which check failed.
 */
export const ERROR_CODES = {
  // what a client finds out by itself
  damaged: 'This paper or key is damaged or was altered. Nothing of it is shown.',
  self_test_failed: 'This device computes wrongly. Nothing was saved; please use another device.',
  empty_file: 'This file is empty.',
  truncated_file: 'This file is incomplete: its end is missing. Please send or scan it again.',
  broken_file: 'This file is damaged: its parts contradict each other. Please send or scan it again.',
  unsupported_type:
    'This kind of file is not accepted. Papers are photos (JPEG, PNG, WebP, HEIC, AVIF, GIF, TIFF) or PDF files.',
  too_many_pixels: 'This picture is too large to be shown safely. Please take it again at a smaller size.',
  file_too_large: 'This file is too large for one paper.',
  file_changed: 'The file changed while it was being read. Please try again.',
  file_not_found: 'There is no such file here.',
  file_unreadable: 'This cannot be read: it is a folder, or access is denied.',
  cannot_save: 'The file could not be written here. Choose another place, or make room.',
  file_exists: 'A file of that name is already there. Choose another name or allow it to be replaced.',
  weak_code: 'This code is too easy to guess. Please choose six other digits.',
  bad_code_format: 'The code is six digits.',
  bad_contact: 'This is not the code of a person or a relay, or a part of it is missing.',
  bad_invitation: 'This is not an invitation, or a character was mistyped.',
  bad_link: 'This is not a link to papers, or a part of it is missing.',
  bad_drop: 'This is not a link to leave papers with, or a part of it is missing.',
  bad_card: 'This is not a Pochette card, or a character was mistyped.',
  bad_hand: 'This is not the code of the other screen, or its time is over. Show a new one.',
  not_logged_in:
    'No safe is open on this machine. Open one with "pochette open" or use card and code with "pochette login".',
  already_open: 'A safe is already open on this machine.',
  too_many_devices:
    'Too many cards and devices open this safe. Block one that is no longer used, then try again.',
  last_device: 'This is the last card or device that opens the safe. Without it nobody could open it again.',
  rolled_back:
    'The server shows an older or different state than this device already knows. None of it is shown.',
  bad_usage: 'This command was not understood.',
  // what the server answers
  invalid_request: 'The request is not well-formed.',
  unauthorized: 'Please unlock the safe again.',
  wrong_code: 'The code is wrong.',
  too_early: 'Too many wrong codes. Please wait before trying again.',
  lock_frozen:
    'This card or device is frozen after ten wrong codes. The papers are still there: use another one.',
  lock_blocked: 'This card or device was blocked by the holder.',
  unknown_lock:
    'The server does not know this card or device: it belongs to another server, or the safe was deleted.',
  not_found: 'There is nothing here under that name.',
  grant_ended: 'The person has taken this back, or it was ended. It can no longer be read.',
  grant_expired: 'The time for which this was shown is over.',
  grant_not_started: 'The time for which this is shown has not begun yet.',
  not_granted: 'The person did not show this.',
  link_expired: 'The time for which this link showed papers is over.',
  link_ended: 'This link was taken back. It shows nothing any more.',
  link_used_up: 'This link was opened as often as it could be.',
  links_full:
    'There are as many links here as there can be. End those that are no longer needed, or wait until old ones are forgotten.',
  session_over: 'The time for which the link was open is over. Open it again.',
  link_frozen: 'This link is closed after ten wrong codes. Ask the person for another one.',
  hand_taken: 'Another screen has read this code already. Begin anew with a new one.',
  hand_ended: 'The two screens are no longer joined. Begin anew with a new code.',
  spare_closed: 'The relay has not handed this spare back just now. Ask somebody there to do it.',
  bad_seal:
    'A colleague sealed the keys to this anew, and they do not open. Nothing of it is shown; tell the relay and the person.',
  drop_expired: 'The time for which this link took papers is over.',
  drop_ended: 'This link was taken back. It takes no papers any more.',
  drop_full: 'This link takes no more papers, or none of this size.',
  health_not_named:
    'Health papers would be shown too. They must be named, and the person must agree to that.',
  not_member: 'Only members of this relay may do that.',
  not_manager: 'Only managers of this relay may do that.',
  not_certified: 'The association has not certified this relay yet.',
  deposits_closed: 'This person takes papers only from those with whom it was agreed before.',
  deposits_full: 'Enough papers wait for this person already. They have to look at them first.',
  asks_full: 'This person is asked for enough papers already. They have to answer first.',
  relays_full:
    'This account has founded as many relays as it may. The association has to certify one of them first.',
  invitation_used: 'This invitation was used, or its time is over. Ask for a new one.',
  conflict: 'Something changed in the meantime. Please look again and retry.',
  head_conflict: 'Another device changed the safe at the same moment. Please try again.',
  version_exists: 'Another version of this paper is already stored under this number.',
  root_mismatch: 'What arrived is not what was signed. Nothing was stored.',
  quota_exceeded:
    'The safe is full; papers in the bin count too. Destroy some, or ask those who run the server for more room.',
  too_large: 'This is larger than what the server accepts.',
  range_not_satisfiable: 'Parts of a paper can be asked for at chunk boundaries only.',
  rate_limited: 'Too many requests. Please wait a moment.',
  unavailable:
    'The service cannot be reached or cannot store anything right now. Nothing was lost; please try again.',
  storage_full: 'The server has no room left. Nothing was stored; please try again later.',
  blob_exists: 'A blob is already stored under this key.',
  cannot_start: 'The server cannot start as it is set up.',
  internal: 'Something went wrong on our side. Please try again.',
} as const;

export type ErrorCode = keyof typeof ERROR_CODES;

/** Facts a client needs to explain or retry: never a secret, never plaintext. */
export type ErrorDetails = Readonly<Record<string, string | number | boolean>>;

/** The only error that crosses a module boundary on purpose. Everything else is a fault. */
export class SafeError extends Error {
  readonly code: ErrorCode;
  readonly details: ErrorDetails;

  constructor(code: ErrorCode, options: { message?: string; details?: ErrorDetails; cause?: unknown } = {}) {
    super(
      options.message ?? ERROR_CODES[code],
      options.cause === undefined ? undefined : { cause: options.cause },
    );
    this.name = 'SafeError';
    this.code = code;
    this.details = options.details ?? {};
  }
}

export const isSafeError = (error: unknown, code?: ErrorCode): error is SafeError =>
  error instanceof SafeError && (code === undefined || error.code === code);

/** The one refusal of the cryptographic layer. */
export const damaged = (cause?: unknown): SafeError => new SafeError('damaged', { cause });
