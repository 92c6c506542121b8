import type { DropWords } from './drop-words.js';

const many = (number: number): string => `${number} ${number === 1 ? 'paper' : 'papers'}`;

/** English. */
export const enDrops: DropWords = {
  states: { open: 'open', full: 'full', expired: 'over', ended: 'closed' },
  columns: { from: 'Asked', came: 'Came', until: 'Until', state: 'State' },
  ask: { link: 'The link that you were given:' },
  said: {
    made: (number, until, room) => `The link takes ${many(number)} at most, ${room} in all, until ${until}.`,
    address: 'Send this address:',
    whoever: 'Whoever has it can leave papers for you, and see none. You decide which you keep.',
    next: 'What comes waits here: pochette deposits. To see the address again: pochette asks',
    none: 'There is no open link for leaving papers. To make one: pochette ask --agency NAME',
    listNext: 'The address: pochette asks NUMBER. To close one: pochette unask NUMBER',
    came: (papers, all) => `${papers} of ${all}`,
    standing: (state, came) => `State: ${state}. Papers that came: ${came}.`,
    from: (name) => `Asked: ${name}`,
    purpose: (purpose) => `What for: ${purpose}`,
    closed: 'The link is closed. Nothing can be left by it any more.',
    closedNext: 'What came before still waits: pochette deposits',
    byLink: (name) => (name === '' ? 'your link' : `your link “${name}”`),
    claims: (name) => `“${name}”`,
    nobody: 'not said',
    unsigned:
      'By a link: from whoever had it. Nobody signed, and nothing proves the name. Keep only what you expected.',
    to: (name) => `For: ${name}`,
    takes: (papers, until) => `Takes ${many(papers)} more, until ${until}.`,
    leftNext: 'Received. The person decides whether they keep it.',
    somebody: 'the person who gave you the link',
  },
};
