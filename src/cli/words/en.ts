import { enConsent } from './en-consent.js';
import { enDeposits } from './en-deposits.js';
import { en as enAsks } from './ask-words.js';
import { enDossiers } from './en-dossiers.js';
import { enDrops } from './en-drops.js';
import { enErrors } from './en-errors.js';
import { enFacts } from './en-facts.js';
import { enHelp } from './en-help.js';
import { enLinks } from './en-links.js';
import type { Words } from './words.js';

const many = (number: number, one: string, more: string): string => `${number} ${number === 1 ? one : more}`;

/** English. Short sentences, no jargon, the same word for the same thing. */
export const en: Words = {
  language: 'en',
  locale: 'en-GB',
  units: { B: 'B', kB: 'kB', MB: 'MB', GB: 'GB' },
  quote: (title) => `“${title}”`,
  cardFile: 'pochette-rescue-card',
  exportFile: 'pochette-everything',
  errors: enErrors,
  ...enFacts,
  consent: enConsent,
  deposits: enDeposits,
  links: enLinks,
  drops: enDrops,
  asks: enAsks,
  dossiers: enDossiers,
  help: enHelp,
  notice: (server) => [
    'Pochette keeps copies of your papers.',
    `• They are encrypted on this machine before they go to ${server}.`,
    '• Nobody else can read them, not even those who run the server.',
    '• Your code and your card open the safe. Nobody can tell you a lost code.',
    '• You see who looked. You can take everything out, or delete it, at any time.',
  ],
  ask: {
    code: 'Your code (6 digits):',
    newCode: 'Choose a code (6 digits):',
    newCodeAgain: 'The same code again:',
    card: 'The signs on the back of your card:',
    yes: 'yes',
    typeToConfirm: (word) => `Type ${word} to go on:`,
    destroy: (papers) => `Destroy for good: ${papers}? Nothing can bring it back.`,
    spare: (relay) => `Leave a spare of your card with ${relay}? Alone they open nothing with it.`,
    block: (device) => `Block ${device}? It will open nothing any more.`,
    forget:
      'This machine will forget the safe. Your papers stay. To come back you need your card and your code.',
    delete: 'All your papers will be destroyed, at once and for good. To keep copies: pochette export',
    deleteWord: 'delete',
  },
  columns: {
    number: 'No',
    title: 'Paper',
    kind: 'Kind',
    added: 'Added',
    expires: 'Valid until',
    goneOn: 'Gone on',
    version: 'Version',
    size: 'Size',
    device: 'Card or device',
    since: 'Since',
    lastUsed: 'Last used',
  },
  said: {
    opened: 'Your safe is open.',
    cardSaved: 'Your rescue card is here:',
    cardAdvice: 'Print it, keep it on you, then delete these two files.',
    next: 'Now add a paper: pochette add FILE',
    loggedIn: 'Your safe is open on this machine.',
    loggedInNext: 'Lost a phone or machine? See them, and block one: pochette devices',
    kept: (paper) => `Kept: ${paper}`,
    keptVersion: (paper, version) => `Kept: ${paper}, version ${version}`,
    removed: (names) => `Taken out of the photo: ${names.join(', ')}.`,
    already: (file, paper) => `${file} is already in your safe: ${paper}. To send it again: --again`,
    refused: (file, sentence) => `${file}: ${sentence}`,
    noPapers: 'No papers yet. Add one: pochette add FILE',
    binEmpty: 'The bin is empty.',
    papers: (number) => `${many(number, 'paper', 'papers')}.`,
    inBin: (number) => `${number} in the bin.`,
    room: (used, all) => `${used} of ${all} used.`,
    over: '(over)',
    soon: '(soon)',
    got: (paper, file, size) => `Saved: ${paper} as ${file} (${size})`,
    gotChecked: 'Checked: whole, and as it was put in.',
    versionsNext: (paper) => `To get an earlier one of ${paper}: pochette get PAPER --revision NUMBER`,
    binned: (paper) => `In the bin: ${paper}`,
    binnedNext: 'For 30 days you can take it out again: pochette restore PAPER',
    restored: (paper) => `Out of the bin: ${paper}`,
    destroyed: (paper) => `Destroyed for good: ${paper}`,
    card: 'Rescue card',
    cardRenewed: 'You have a new rescue card. The old one opens nothing any more.',
    codeUnsure:
      'Perhaps the code is changed. Keep both cards. If the old code opens nothing here: pochette login, with the new card and the new code.',
    codeChanged: 'The code is changed. Only this machine and the new card open now, with the new code.',
    spareAt: (relay) => `Spare card, at ${relay}`,
    spareNext: 'Without your code it opens nothing. To take it back: pochette devices block NUMBER',
    unnamed: 'Device without a name',
    thisMachine: 'this machine',
    frozen: 'frozen after 10 wrong codes',
    wrongCodes: (number) => many(number, 'wrong code', 'wrong codes'),
    devicesNext: 'Lost one? Block it: pochette devices block NUMBER',
    blocked: (device) => `Blocked: ${device}. It opens nothing any more.`,
    logShort: (number) =>
      `${many(number, 'routine line is', 'routine lines are')} not shown. To see everything: pochette history --all`,
    logWhole: (number) =>
      `The history is whole: ${many(number, 'entry', 'entries')} checked, nothing missing or changed.`,
    exported: (file, size) => `Everything is in ${file} (${size}).`,
    exportedNext: 'Any ZIP program opens it. The papers in it are no longer encrypted: keep it safe.',
    forgotten: 'This machine has forgotten the safe. Your papers are still there.',
    deleted: 'Your safe and all its papers are destroyed.',
    nothingDone: 'Nothing was done.',
    stopped: 'Stopped.',
    debug: 'Details:',
  },
};
