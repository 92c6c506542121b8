import { plural } from '../format.js';
import type { TrainingWords } from './words.js';

export const words: TrainingWords = {
  language: 'en',
  banner: 'Practice: nothing here is real',
  code: (code) => `Everybody’s code: ${code}`,
  cards: 'Invented cards',
  cardOf: (name) => `Card of ${name}`,
  answers: (name) => `${name} answers`,
  phoneOf: (name) => `On the phone of ${name}`,
  keep: 'Keep all',
  kept: (count) => plural('en', count, { one: '# paper kept', other: '# papers kept' }),
  show: 'Show the relay',
  shown: 'It is shown.',
  samples: 'Take some samples',
  samplesText: 'No real papers here. Take our samples.',
  noPhone: 'Here, go on without a phone.',
  notHere: 'This service offers no practice.',
  stamp: 'SPECIMEN',
  relay: 'Invented relay',
  purpose: 'Invented request',
};
