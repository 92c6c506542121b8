import { plural } from '../format.js';
import type { AskingWords } from './asking-words.js';

export const asking: AskingWords = {
  start: 'Ik mis nog…',
  title: (name) => `Vraag aan ${name}`,
  text: 'Het staat op hun telefoon. Uw team ziet het ook.',
  which: 'Welke papieren?',
  seek: 'Zoek een papier',
  nothing: 'Geen papier met die naam.',
  note: 'Een woord voor de persoon, als u wilt',
  send: (count) => plural('nl', count, { one: 'Vraag # papier', other: 'Vraag # papieren' }),
  sent: (count) => plural('nl', count, { one: '# papier is gevraagd.', other: '# papieren zijn gevraagd.' }),
  list: 'Gevraagd',
  end: 'Intrekken',
  states: {
    open: 'wacht',
    shown: 'getoond',
    refused: 'de persoon wil niet',
    withdrawn: 'ingetrokken',
    expired: 'geen antwoord',
    over: 'voorbij',
  },
};
