import { plural } from '../format.js';
import type { PileWords } from './pile-words.js';

export const pile: PileWords = {
  title: (name) => `Papers for ${name}`,
  drop: 'Drop the pages here',
  dropText: 'Photos and PDFs. They go to the person’s safe, and the person confirms them.',
  folder: 'Watch a folder',
  files: 'Choose files',
  watching: (folder) => `The folder ${folder} is watched. Scan.`,
  mayRead: 'The scanner’s files are erased once they arrived.',
  help: {
    title: 'By keyboard',
    kind: 'a new paper of this type',
    same: 'the same paper',
    drop: 'drop the page',
    turn: 'turn',
    side: 'back of the card',
    undo: 'one step back',
  },
  keys: { enter: 'Enter', delete: 'Del' },
  page: (number, total) => `Page ${number} of ${total}`,
  noPicture: 'No preview of this file. It goes as it is.',
  waiting: (count) => plural('en', count, { one: '# page more', other: '# pages more' }),
  paper: (kind, pages) => `${kind}, ${plural('en', pages, { one: '# page', other: '# pages' })}`,
  sorted: 'Everything is sorted.',
  send: (count) => `Send (${count})`,
  throwAway: (count) => `Drop (${count})`,
  pause: 'Pause',
  goOn: 'Go on',
  sent: (done, all) => `${done} of ${all} received`,
  trying: 'The network is gone. We try again by ourselves.',
  again: 'Try again',
  doneTitle: (count) => plural('en', count, { one: '# paper has arrived', other: '# papers have arrived' }),
  doneText: 'The person confirms them on their phone, or with their card.',
  removed: (count) =>
    plural('en', count, {
      one: '# file of the scanner is erased.',
      other: '# files of the scanner are erased.',
    }),
  left: (count) =>
    plural('en', count, {
      one: '# file is still on this computer. Erase it.',
      other: '# files are still on this computer. Erase them.',
    }),
  finish: 'Back to people',
  bad: (name, why) => `${name}: ${why}`,
  states: { ready: 'ready', sending: 'on its way', sent: 'received', failed: 'not sent' },
};
