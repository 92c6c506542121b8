import { plural } from '../format.js';
import type { FilingWords } from './filing-words.js';

export const filing: FilingWords = {
  start: 'Een dossier maken',
  about: 'Wat waar is voor de persoon',
  ask: (count) =>
    plural('nl', count, { one: 'Vraag # papier dat mist', other: 'Vraag # papieren die missen' }),
  asked: 'gevraagd',
  link: {
    start: 'Naar een instantie sturen',
    text: 'De persoon ziet deze link, en wie hem maakte. Hij kan terug.',
    agency: 'Welke instantie?',
    papers: 'Papieren',
    howLong: 'Hoe lang?',
    days: (count) => plural('nl', count, { one: '# dag', other: '# dagen' }),
    make: 'Maak de link',
    made: 'De link is klaar',
    address: 'Het adres',
    code: 'De code',
    apart: 'Stuur het adres, en zeg de code door de telefoon.',
    once: 'Schrijf alles nu op: het wordt één keer getoond.',
    copy: 'Kopiëren',
    copied: 'Gekopieerd.',
    list: 'Gemaakte links',
    opened: (count) => plural('nl', count, { one: '# keer geopend', other: '# keer geopend' }),
    close: 'Sluiten',
    unnamed: 'Een instantie',
    states: {
      open: 'open',
      frozen: 'dicht na tien foute codes',
      used_up: 'alle keren gebruikt',
      expired: 'voorbij',
      ended: 'gesloten',
    },
  },
};
