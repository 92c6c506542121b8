import { plural } from '../format.js';
import type { TrainingWords } from './words.js';

export const words: TrainingWords = {
  language: 'nl',
  banner: 'Oefening: niets is echt',
  code: (code) => `Code van iedereen: ${code}`,
  cards: 'Verzonnen kaarten',
  cardOf: (name) => `Kaart van ${name}`,
  answers: (name) => `${name} antwoordt`,
  phoneOf: (name) => `Op de telefoon van ${name}`,
  keep: 'Alles bewaren',
  kept: (count) => plural('nl', count, { one: '# papier bewaard', other: '# papieren bewaard' }),
  show: 'Steunpunt tonen',
  shown: 'Het is getoond.',
  samples: 'Voorbeelden nemen',
  samplesText: 'Hier geen echte papieren. Neem onze voorbeelden.',
  noPhone: 'Ga hier zonder telefoon verder.',
  notHere: 'Deze dienst biedt geen oefening.',
  stamp: 'VOORBEELD',
  relay: 'Verzonnen steunpunt',
  purpose: 'Verzonnen aanvraag',
};
