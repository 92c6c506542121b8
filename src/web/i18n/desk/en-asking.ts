import { plural } from '../format.js';
import type { AskingWords } from './asking-words.js';

export const asking: AskingWords = {
  start: 'I still need…',
  title: (name) => `Ask ${name}`,
  text: 'It shows on their phone. Your team sees it too.',
  which: 'Which papers?',
  seek: 'Find a paper',
  nothing: 'No paper of that name.',
  note: 'A word for the person, if you like',
  send: (count) => plural('en', count, { one: 'Ask for # paper', other: 'Ask for # papers' }),
  sent: (count) => plural('en', count, { one: '# paper is asked for.', other: '# papers are asked for.' }),
  list: 'Asked for',
  end: 'Take back',
  states: {
    open: 'waiting',
    shown: 'shown',
    refused: 'they don’t want to',
    withdrawn: 'taken back',
    expired: 'no answer',
    over: 'over',
  },
};
