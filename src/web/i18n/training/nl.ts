import { plural } from '../format.js';
import type { TrainingWords } from './words.js';

export const words: TrainingWords = {
  language: 'nl',
  banner: 'Oefening: niets is echt',
  code: (code) => `Code voor elk: ${code}`,
  cards: 'Kaarten om mee te oefenen',
  cardOf: (name) => `Kaart van ${name}`,
  answers: (name) => `${name} antwoordt`,
  phoneOf: (name) => `Wat ${name} zelf doet`,
  keep: 'Alles bewaren',
  kept: (count) => plural('nl', count, { one: '# papier bewaard', other: '# papieren bewaard' }),
  show: 'Steunpunt tonen',
  shown: 'Het is getoond.',
  samples: 'Neem een stapel',
  samplesText: 'Leg hier niets echts neer. Neem wat wij u geven.',
  noPhone: 'Doe hier of er geen telefoon is.',
  notHere: 'Hier kunt u niet oefenen.',
  stamp: 'VOORBEELD',
  relay: 'Verzonnen steunpunt',
  purpose: 'Een vraag, niet echt',
};
