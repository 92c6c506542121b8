import { plural } from '../../format.js';
import type { PagesWords } from './words.js';

/** Dutch. To be reviewed by a native speaker. */
export const words: PagesWords = {
  language: 'nl',
  another: 'Nog een pagina',
  page: (number) => `Pagina ${number}`,
  order: {
    change: 'Volgorde wijzigen',
    earlier: 'Ervoor',
    later: 'Erna',
    at: (number, all) => `Pagina ${number} van ${all}`,
  },
  turn: 'Draaien',
  remove: 'Weghalen',
  changed: 'Het papier, nu',
  good: 'Dat is goed',
  cancel: 'Stoppen',
  back: { title: 'De achterkant?', photo: 'Foto', none: 'Geen achterkant' },
  renew: 'Het is veranderd',
  note: { title: 'Notitie', none: 'Niets', save: 'Opslaan' },
  sort: {
    waiting: (papers) =>
      plural('nl', papers, { one: '# papier nog te sorteren', other: '# papieren nog te sorteren' }),
    begin: 'Sorteren',
  },
  unfinished: { text: (title) => `“${title}”: niet af.`, go: 'Afmaken' },
  ending: (days) =>
    days === 0
      ? 'loopt vandaag af'
      : plural('nl', days, { one: 'loopt af over # dag', other: 'loopt af over # dagen' }),
  daysLeft: (days) => (days === 0 ? 'vandaag' : plural('nl', days, { one: '# dag', other: '# dagen' })),
  search: {
    open: 'Zoeken',
    title: 'Welk papier?',
    field: 'Een woord',
    nothing: 'Niets gevonden.',
    all: 'Alle',
  },
};
