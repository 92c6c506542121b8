import { plural } from '../../format.js';
import type { PagesWords } from './words.js';

/** Tigrinya. To be reviewed by a native speaker. */
export const words: PagesWords = {
  language: 'ti',
  another: 'ሓደ ካልእ ገጽ',
  page: (number) => `ገጽ ${number}`,
  order: {
    change: 'ቅደም ተከተል ቀይር',
    earlier: 'ቅድሚ',
    later: 'ድሕሪ',
    at: (number, all) => `ገጽ ${number} ካብ ${all}`,
  },
  turn: 'ኣዙር',
  remove: 'ኣውጽእ',
  changed: 'እቲ ወረቐት፣ ሕጂ',
  good: 'ጽቡቕ ኣሎ',
  cancel: 'ኣቋርጽ',
  back: { title: 'ድሕሪት ወረቐት?', photo: 'ስእሊ', none: 'ድሕሪት የብሉን' },
  renew: 'ተቐይሩ እዩ',
  note: { title: 'መዘኻኸሪ', none: 'ዋላ ሓንቲ', save: 'ዓቅብ' },
  sort: {
    waiting: (papers) => plural('ti', papers, { one: '# ወረቐት ንምስራዕ', other: '# ወረቓቕቲ ንምስራዕ' }),
    begin: 'ስራዕ',
  },
  unfinished: { text: (title) => `«${title}»፦ ገና ኣይተፈጸመን።`, go: 'ፈጽም' },
  ending: (days) =>
    days === 0 ? 'ሎሚ ይውዳእ' : plural('ti', days, { one: 'ድሕሪ # መዓልቲ ይውዳእ', other: 'ድሕሪ # መዓልታት ይውዳእ' }),
  daysLeft: (days) => (days === 0 ? 'ሎሚ' : plural('ti', days, { one: '# መዓልቲ', other: '# መዓልታት' })),
  search: {
    open: 'ድለ',
    title: 'ኣየናይ ወረቐት?',
    field: 'ሓደ ቃል',
    nothing: 'ዝተረኽበ የለን።',
    all: 'ኩሉ',
  },
};
