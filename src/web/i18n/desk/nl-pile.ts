import { plural } from '../format.js';
import type { PileWords } from './pile-words.js';

export const pile: PileWords = {
  title: (name) => `Papieren voor ${name}`,
  drop: 'Leg de pagina’s hier',
  dropText: 'Foto’s en PDF. Ze gaan naar de map, en de persoon neemt ze aan.',
  folder: 'Volg de scannermap',
  files: 'Kies bestanden',
  watching: (folder) => `We volgen de scannermap ${folder}. Scan nu.`,
  mayRead: 'Wat ontvangen is, wordt in de scannermap gewist.',
  help: {
    title: 'Met het toetsenbord',
    kind: 'nieuw papier van deze soort',
    same: 'zelfde papier',
    drop: 'pagina weggooien',
    turn: 'draaien',
    side: 'achterkant van de kaart',
    undo: 'een stap terug',
  },
  keys: { enter: 'Enter', delete: 'Del' },
  page: (number, total) => `Pagina ${number} van ${total}`,
  noPicture: 'Hier is geen beeld van. Het gaat weg zoals het is.',
  waiting: (count) => plural('nl', count, { one: 'nog # pagina', other: 'nog # pagina’s' }),
  paper: (kind, pages) => `${kind}, ${plural('nl', pages, { one: '# pagina', other: '# pagina’s' })}`,
  sorted: 'Alles is gesorteerd.',
  send: (count) => `Versturen (${count})`,
  throwAway: (count) => `Weggooien (${count})`,
  pause: 'Pauze',
  goOn: 'Verder',
  sent: (done, all) => `${done} van ${all} ontvangen`,
  trying: 'De lijn is weg. Het gaat vanzelf verder.',
  again: 'Probeer opnieuw',
  doneTitle: (count) =>
    plural('nl', count, { one: '# papier is er aangekomen', other: '# papieren zijn er aangekomen' }),
  doneText: 'De persoon neemt ze aan op de telefoon, of met de kaart.',
  removed: (count) =>
    plural('nl', count, {
      one: '# bestand van de scanner is gewist.',
      other: '# bestanden van de scanner zijn gewist.',
    }),
  left: (count) =>
    plural('nl', count, {
      one: '# bestand staat nog op deze computer. Wis het.',
      other: '# bestanden staan nog op deze computer. Wis ze.',
    }),
  finish: 'Terug naar personen',
  bad: (name, why) => `${name}: ${why}`,
  states: { ready: 'klaar', sending: 'onderweg', sent: 'ontvangen', failed: 'niet weg' },
};
