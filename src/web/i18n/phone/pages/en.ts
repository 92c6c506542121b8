import { plural } from '../../format.js';
import type { PagesWords } from './words.js';

export const words: PagesWords = {
  language: 'en',
  another: 'One more page',
  page: (number) => `Page ${number}`,
  order: {
    change: 'Change the order',
    earlier: 'Before',
    later: 'After',
    at: (number, all) => `Page ${number} of ${all}`,
  },
  turn: 'Turn',
  remove: 'Take out',
  changed: 'The paper now',
  good: 'It’s good',
  cancel: 'Cancel',
  back: { title: 'The back?', photo: 'Photo', none: 'No back' },
  renew: 'It has changed',
  note: { title: 'Note', none: 'Nothing', save: 'Save' },
  sort: {
    waiting: (papers) => plural('en', papers, { one: '# paper to sort', other: '# papers to sort' }),
    begin: 'Sort',
  },
  unfinished: { text: (title) => `“${title}”: not done.`, go: 'Finish' },
  ending: (days) =>
    days === 0 ? 'ends today' : plural('en', days, { one: 'ends in # day', other: 'ends in # days' }),
  daysLeft: (days) => (days === 0 ? 'today' : plural('en', days, { one: '# day', other: '# days' })),
  search: {
    open: 'Search',
    title: 'Which paper?',
    field: 'A word',
    nothing: 'Nothing found.',
    all: 'All',
  },
};
