import { plural } from '../format.js';
import type { FilingWords } from './filing-words.js';

export const filing: FilingWords = {
  start: 'Put a dossier together',
  about: 'What is true of the person',
  ask: (count) => plural('en', count, { one: 'Ask for # missing paper', other: 'Ask for # missing papers' }),
  asked: 'asked for',
  link: {
    start: 'Send to an agency',
    text: 'The person sees this link, and who made it. They can take it back.',
    agency: 'Which agency?',
    papers: 'Papers',
    howLong: 'For how long?',
    days: (count) => plural('en', count, { one: '# day', other: '# days' }),
    make: 'Make the link',
    made: 'The link is ready',
    address: 'The address',
    code: 'The code',
    apart: 'Send the address, and say the code by phone.',
    once: 'Note both now: they are shown only once.',
    copy: 'Copy',
    copied: 'Copied.',
    list: 'Links made',
    opened: (count) => plural('en', count, { one: 'opened # time', other: 'opened # times' }),
    close: 'Close',
    unnamed: 'An agency',
    states: {
      open: 'open',
      frozen: 'closed after ten wrong codes',
      used_up: 'all openings used',
      expired: 'over',
      ended: 'closed',
    },
  },
};
