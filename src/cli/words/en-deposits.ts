import type { DepositWords } from './deposit-words.js';

const papers = (number: number): string => (number === 1 ? 'One paper' : `${number} papers`);

/** English. */
export const enDeposits: DepositWords = {
  columns: { from: 'From, to confirm', by: 'By', left: 'Left on' },
  said: {
    none: 'No paper waits for you.',
    next: 'To take one: pochette keep NUMBER. If you don’t want it: pochette refuse NUMBER. After 60 days it is destroyed.',
    closed: 'From now on only those to whom you agreed can leave papers for you.',
    opened: 'From now on workers of certified relays can leave papers for you. You decide which you keep.',
    isClosed: 'Only those to whom you agreed, or gave a link, can leave papers for you.',
    unknownSender: 'You never met this relay. Compare these words with those on its poster:',
    noLonger: 'no longer there',
    unknown: (words) => `unknown (${words})`,
    waiting: (number) => `${papers(number)} left for you, to confirm: pochette deposits`,
    unproven: (number) => `Not believed, and not shown: ${number}. Nothing proves who left it.`,
    left: (paper, person) => `${paper} waits for ${person}.`,
    watching: (folder) => `What comes into ${folder} is left, then erased. To end: Ctrl+C.`,
    leftNext: (person) => `${person} finds it under: pochette deposits`,
    kept: (paper, from) => `You kept ${paper}, from ${from}.`,
    refused: (paper) => `You refused ${paper}. It is destroyed.`,
  },
  ask: {
    unknown: (words) =>
      `Nothing proves which relay this comes from. Its words are: ${words}. Are these the words on its poster?`,
    refuse: (named) => `Refuse ${named}? It is destroyed.`,
  },
};
