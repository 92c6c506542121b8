import { plural } from '../format.js';
import type { TrainingWords } from './words.js';

export const words: TrainingWords = {
  language: 'ti',
  banner: 'ልምምድ፦ ዋላ ሓደ ሓቂ የለን',
  code: (code) => `ናይ ኩሉ ኮድ፦ ${code}`,
  cards: 'ናይ ምሂዞ ካርድታት',
  cardOf: (name) => `ካርድ ${name}`,
  answers: (name) => `${name} ይምልስ`,
  phoneOf: (name) => `ኣብ ተሌፎን ${name}`,
  keep: 'ኩሉ ዓቅብ',
  kept: (count) => plural('ti', count, { one: '# ወረቐት ተዓቂቡ', other: '# ወረቓቕቲ ተዓቂቦም' }),
  show: 'ንማእከል ኣርእይ',
  shown: 'ተራእዩ።',
  samples: 'ኣብነታት ውሰድ',
  samplesText: 'ኣብዚ ናይ ሓቂ ወረቓቕቲ የለን። ኣብነታትና ውሰድ።',
  noPhone: 'ኣብዚ ብዘይ ተሌፎን ቀጽል።',
  notHere: 'እዚ ኣገልግሎት ልምምድ የብሉን።',
  stamp: 'ኣብነት',
  relay: 'ናይ ምሂዞ ማእከል',
  purpose: 'ናይ ምሂዞ ሕቶ',
};
