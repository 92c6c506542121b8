import type { ErrorCode, ErrorDetails } from '../../core/errors.js';
import type { NetworkReason } from '../network-faults.js';
import type { UsageReason } from '../usage.js';
import { count, type Sentence, speak, text } from './sentence.js';

/** "40 seconds", "5 minutes", "2 hours": rounded up, so that nobody comes back too soon. */
const length = (seconds: number): string => {
  const [size, unit] = seconds <= 90 ? [1, 'second'] : seconds <= 5400 ? [60, 'minute'] : [3600, 'hour'];
  const number = Math.max(1, Math.ceil(seconds / size));
  return `${number} ${unit}${number === 1 ? '' : 's'}`;
};

const wait = (d: Parameters<typeof count>[0], otherwise: string): string => {
  const seconds = count(d, 'retryAfterSeconds');
  return seconds === undefined ? otherwise : `Try again in ${length(seconds)}.`;
};

const triesLeft = (left: number | undefined): string =>
  left === undefined ? '' : left === 1 ? ' One try is left.' : ` ${left} tries are left.`;

const meant = (d: ErrorDetails): string =>
  d['meant'] === undefined ? '' : ` Did you mean ${text(d, 'meant')}?`;

const network: Readonly<Record<NetworkReason, Sentence>> = {
  name: (d) => `No server has the name ${text(d, 'server')}. Check the address and your connection.`,
  refused: (d) =>
    `No server answers at ${text(d, 'server')}. Is it running? Check the address, or try again later.`,
  timeout: (d) => `The server ${text(d, 'server')} does not answer. Nothing was lost. Try again later.`,
  certificate: 'This server cannot prove who it is. Nothing was sent to it.',
  cut: 'The connection was cut. Nothing was lost. Try again.',
};

/** What stands against a change, by the reason that is told with it. */
const conflicts: Readonly<Record<string, string>> = {
  busy: 'Another pochette command is at work on this machine. Try again.',
  last_manager:
    'This is the relay’s only manager. Make somebody else a manager first: pochette relay role NAME --manager',
  not_last_manager: 'The relay has another manager, who can do this: pochette relay remove NAME',
  own_removal:
    'You are the only manager yourself. Make somebody else one: pochette relay role NAME --manager',
  team_changed: 'The team changed since this was asked. Begin anew: pochette relay replace',
};

const usage: Readonly<Record<UsageReason, Sentence>> = {
  unknown_command: (d) => `There is no command “${text(d, 'name')}”.${meant(d)} See: pochette help`,
  unknown_option: (d) => `There is no option ${text(d, 'name')}.${meant(d)} See: pochette help`,
  option_not_here: (d) =>
    `The option ${text(d, 'name')} has no meaning here. See: pochette help ${text(d, 'command')}`,
  value_missing: (d) => `The option ${text(d, 'name')} needs a value after it.`,
  value_unwanted: (d) => `The option ${text(d, 'name')} takes no value.`,
  argument_missing: (d) => `Something is missing. Like this: pochette ${text(d, 'usage')}`,
  argument_unknown: (d) => `“${text(d, 'name')}” means nothing here. Like this: pochette ${text(d, 'usage')}`,
  verb_unknown: (d) => `“${text(d, 'name')}” means nothing here. See: pochette help ${text(d, 'command')}`,
  argument_unwanted: (d) => `There is a word too many. Like this: pochette ${text(d, 'usage')}`,
  secret_in_argument:
    'Never write a code or a card in a command: others could see it. Pochette asks for it. ' +
    'If this was your code, tell nobody, and clear it from your shell’s history.',
  secret_missing:
    'The code (or card) is missing. Type it when asked, or give it on standard input, one per line.',
  codes_differ: 'The two codes are not the same. Nothing was done.',
  bad_date: 'A date is written year-month-day, like 2027-03-31.',
  bad_dossier: (d) => `There is no dossier “${text(d, 'name')}”. See: pochette dossier`,
  bad_condition: (d) =>
    `“${text(d, 'name')}” is no question of this dossier. Those that it has: ${text(d, 'meant') || 'none'}.`,
  bad_save: 'A dossier is saved as .zip or as .pdf.',
  empty_dossier: 'None of the papers of this dossier is there. To add one: pochette add FILE',
  bad_kind: (d) => `There is no kind “${text(d, 'kind')}”. See: pochette kinds`,
  bad_address: 'This is not the address of a server. Like this: --server https://pochette.example.org',
  insecure_address:
    'This address is not protected (http). Your papers would still be encrypted, but others on the network ' +
    'could see that you use Pochette. Use https, or add --insecure-http.',
  bad_language: 'Pochette speaks fr and en here.',
  title_for_many: 'A title or a paper to replace goes with one file at a time.',
  not_with_json: 'A paper on standard output leaves no room for --json. Use --out FILE.',
  needs_yes: 'Nobody is here to say yes. Add --yes if you are sure.',
  ambiguous: (d) => `More than one paper fits “${text(d, 'paper')}”. Use its number: pochette list`,
  worker_here: 'This machine holds a worker’s account: it has no papers of its own. See: pochette people',
  holder_here:
    'This machine holds a safe. Work in a relay from another machine, or with another POCHETTE_HOME.',
  option_missing: (d) => `The option ${text(d, 'name')} is missing. Like this: pochette ${text(d, 'usage')}`,
  ambiguous_relay: 'You are in more than one relay. Say which: --relay NAME',
  ambiguous_member: (d) => `More than one member fits “${text(d, 'name')}”. Use more of the name.`,
  ambiguous_person: (d) => `More than one person or relay fits “${text(d, 'name')}”. Use more of the name.`,
  nothing_to_show: 'Say what to show: papers, --category SHELF, or --all.',
  bad_days: 'Papers are shown for 1, 31, 182 or 365 days, or --until a day within a year.',
  add_what: 'With --add, say where they may leave papers: --category SHELF, or --all.',
  bad_explained: 'Say how it was explained: read, read-aloud, interpreted or pictures.',
  bad_drop_days: 'Such a link takes papers for 1 to 31 days, or --until a day within 31 days.',
  bad_drop_limits: 'Such a link takes 1 to 50 papers (--count), and 1 to 1073 MB in all (--room).',
  bad_link_days: 'A link is open for 1 to 92 days, or --until a day within 92 days.',
  too_long: 'These words are too long for a link. Use fewer.',
  bad_openings: 'A link can be opened 1 to 50 times.',
  nothing_to_change: 'Say what to change: --days, --until or --openings.',
  bad_words: 'Without a code: --relay ID and the 8 words on its poster.',
  home_not_ours: (d) => `The folder ${text(d, 'path')} belongs to somebody else. Nothing was done.`,
};

/** What else may not be there, by the fact that names it. */
const missing: Readonly<Record<string, (d: ErrorDetails) => string>> = {
  relay: (d) => `There is no relay “${text(d, 'relay')}” here. See: pochette relay members`,
  person: (d) => `Nobody named “${text(d, 'person')}” is in your history.`,
  member: (d) => `Nobody in the team is named “${text(d, 'member')}”. See: pochette relay members`,
  category: (d) => `There is no shelf “${text(d, 'category')}”. See: pochette kinds`,
  shelf: (d) => `The shelf “${text(d, 'shelf')}” has no papers yet.`,
  share: (d) => `There is nothing under number ${text(d, 'share')}. See: pochette shares --all`,
  known: (d) => `You know nobody as “${text(d, 'known')}”, and it is no code. See: pochette help people`,
  replacement: () =>
    'You have not asked to replace a manager from this machine. Begin: pochette relay replace',
  shown: (d) => `There is nothing under number ${text(d, 'shown')}. See: pochette people`,
};

const notFound = (d: ErrorDetails): string => {
  const named = Object.keys(missing).find((name) => d[name] !== undefined && d[name] !== '');
  if (named !== undefined) return missing[named]?.(d) ?? '';
  const [paper, version, device] = ['paper', 'version', 'device'].map((name) => text(d, name));
  if (device) return `There is no card or device “${device}”. See: pochette devices`;
  if (version) return `“${paper}” has no version ${version}. See: pochette versions ${paper}`;
  return paper
    ? `There is no paper “${paper}”. See: pochette list`
    : 'There is nothing here under that name.';
};

const unreadable: Readonly<Record<string, string>> = {
  folder: 'This is a folder. Name the files in it.',
  denied: 'You may not read this file.',
};

const unsaved: Readonly<Record<string, string>> = {
  folder: 'There is no such folder to save in.',
  denied: 'You may not write there.',
  full: 'The disk is full. Nothing was kept of it.',
  zip: 'All papers together are too large for one ZIP file (4 GB). Take them one by one: pochette get',
  home: 'What this machine should remember could not be saved. Check the folder .pochette and the disk.',
};

/** English. Every code has a sentence, and each says what to do where something can be done. */
export const enErrors: Readonly<Record<ErrorCode, Sentence>> = {
  damaged: (d) =>
    d['reason'] === 'home'
      ? 'What this machine remembers is damaged. Use “pochette forget”, then “pochette login” with card and code.'
      : 'This is damaged or was altered. Nothing of it is shown or kept.',
  self_test_failed: 'This machine computes wrongly. Nothing was saved. Use another one.',
  empty_file: 'This file is empty.',
  truncated_file: 'This file is incomplete: its end is missing. Scan or send it again.',
  broken_file: 'This file is damaged: its parts contradict each other. Scan or send it again.',
  unsupported_type:
    'Papers are photos (JPEG, PNG, WebP, HEIC, AVIF, GIF, TIFF) or PDF files. This is neither.',
  too_many_pixels: 'This picture is too large to be shown safely. Take it again, smaller.',
  file_too_large: 'This file is too large for one paper.',
  file_changed: 'The file changed while it was read. Try again.',
  file_not_found: 'There is no such file.',
  file_unreadable: (d) => unreadable[text(d, 'reason')] ?? 'This file cannot be read.',
  cannot_save: (d) => unsaved[text(d, 'reason')] ?? 'It could not be saved there.',
  file_exists: (d) =>
    `${d['path'] === undefined ? 'A file of that name' : text(d, 'path')} is already there. ` +
    'Choose another name with --out, or replace it with --force.',
  weak_code: 'This code is too easy to guess. Choose six other digits.',
  bad_code_format: 'The code is six digits.',
  bad_contact: 'This is not the code of a person or relay. Or a part of it is missing.',
  bad_invitation: 'This is not an invitation, or a sign was mistyped.',
  bad_drop:
    'This is not a link to leave papers with, or a part of it is missing. Copy it whole, between quotes.',
  bad_link: 'This is not a link to papers, or a part of it is missing. Copy it whole, between quotes.',
  bad_card: 'This is not a Pochette card, or a sign was mistyped.',
  not_logged_in:
    'No safe is open on this machine. Open one: pochette open. Or use your card and code: pochette login',
  already_open: 'A safe is already open on this machine. To leave it here: pochette forget',
  too_many_devices: 'Too many cards and devices open this safe. Block one first: pochette devices',
  last_device: 'This is the last card or device that opens the safe. Without it nobody could.',
  rolled_back: 'The server shows an older or other state than this machine knows. Nothing is trusted.',
  bad_usage: (d) => speak(usage[d['reason'] as UsageReason] ?? 'This command was not understood.', d),
  invalid_request: 'The server did not understand this version of Pochette.',
  unauthorized: 'The safe has closed itself. Type your code again.',
  wrong_code: (d) => `This code is wrong.${triesLeft(count(d, 'triesLeft'))}`,
  too_early: (d) => `Too many wrong codes. ${wait(d, 'Wait before the next try.')}`,
  lock_frozen:
    'Frozen after ten wrong codes. Your papers are still kept. Another card or device of yours still opens them.',
  lock_blocked: 'This card or device was blocked by its holder. It opens nothing any more.',
  unknown_lock: 'The server does not know this card or device. Is it the right server? Was the safe deleted?',
  not_found: notFound,
  grant_ended: 'This was taken back, or it was ended. It can no longer be read.',
  grant_expired: 'The time for which this was shown is over.',
  grant_not_started: 'The time for which this is shown has not begun yet.',
  link_expired: 'The time of this link is over. The person can make another one.',
  bad_hand: 'This is not the code of the other screen, or its time is over.',
  hand_taken: 'Another screen has read this code already. Begin anew with a new one.',
  hand_ended: 'The two screens are no longer joined. Begin anew with a new code.',
  spare_closed: 'The relay has not taken this spare card out just now. Ask somebody there.',
  drop_ended: 'This link was closed. It takes no papers any more.',
  drop_expired: 'The time for which this link took papers is over. Ask the person for another one.',
  drop_full: 'This link takes no more papers, or none of this size. Ask the person for another one.',
  link_ended: 'This link was closed. It shows nothing any more.',
  link_used_up: 'This link was opened as often as it could be. The person can make another one.',
  link_frozen: 'Ten wrong codes: this link is closed for good. The person can make another one.',
  session_over: 'The 15 minutes for which the link was open are over. Open it again.',
  not_granted: 'The person did not show this.',
  bad_seal: (d) =>
    `${text(d, 'by') || 'A colleague'} renewed the keys to this, and they do not open. Tell the relay’s managers and the person.`,
  health_not_named:
    'Health papers would be shown too. If you want that, add --health. Or name papers one by one.',
  not_member: 'Only members of this relay may do that.',
  not_manager: 'Only managers of this relay may do that.',
  not_certified: 'The association has not certified this relay yet.',
  deposits_closed: 'This person takes papers only from those to whom they agreed before.',
  links_full:
    'There are as many links here as there can be. Close some with pochette unlink, or wait until old ones are forgotten.',
  relays_full:
    'This account has founded as many relays as it may. The association certifies one of them first.',
  asks_full: 'This person is asked for enough papers already. They have to answer first.',
  deposits_full: 'Enough papers wait for this person. They have to look at them first.',
  invitation_used: 'This invitation was used, or its time is over. Ask for a new one.',
  conflict: (d) =>
    conflicts[text(d, 'reason')] ?? 'Something changed in the meantime. Look again, then try again.',
  head_conflict: 'Another device changed the safe at the same moment. Try again.',
  version_exists: 'A newer version of this paper is already there. Look again, then try again.',
  root_mismatch: 'What arrived is not what was sent. Nothing was kept. Try again.',
  quota_exceeded:
    'The safe is full; papers in the bin count too. Make room with pochette destroy, or ask those who run the server.',
  too_large: 'This is larger than what the server takes.',
  range_not_satisfiable: 'The server has no such part of this paper.',
  rate_limited: (d) => `Too many requests. ${wait(d, 'Wait a moment.')}`,
  unavailable: (d) =>
    speak(
      network[d['reason'] as NetworkReason] ??
        'The service cannot be reached or cannot store anything now. Nothing was lost. Try again.',
      d,
    ),
  storage_full: 'The server has no room left. Nothing was kept. Try again later.',
  blob_exists: 'The server already holds this under that key.',
  cannot_start: 'The server cannot start as it is set up.',
  internal: 'Something went wrong, and it is not your fault. Try again. With POCHETTE_DEBUG=1 you see more.',
};
