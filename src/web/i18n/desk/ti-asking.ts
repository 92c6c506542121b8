import { plural } from '../format.js';
import type { AskingWords } from './asking-words.js';

export const asking: AskingWords = {
  start: 'ይጎድለኒ…',
  title: (name) => `ን ${name} ምሕታት`,
  text: 'ኣብ ተሌፎኑ ይረአ። ጋንታኹም እውን ይርእይዎ።',
  which: 'ኣየኖት ወረቓቕቲ?',
  seek: 'ወረቐት ድለዩ',
  nothing: 'ብዚ ስም ወረቐት የለን።',
  note: 'እንተደሊኹም ንእሽቶ ቃል',
  send: (count) => plural('ti', count, { one: '# ወረቐት ሕተቱ', other: '# ወረቓቕቲ ሕተቱ' }),
  sent: (count) => plural('ti', count, { one: '# ወረቐት ተሓቲቱ።', other: '# ወረቓቕቲ ተሓቲቶም።' }),
  list: 'ዝተሓቱ',
  end: 'ሰርዙ',
  states: {
    open: 'ይጽበ',
    shown: 'ተራእዩ',
    refused: 'ሰብ ኣይደለየን',
    withdrawn: 'ተሰሪዙ',
    expired: 'መልሲ የለን',
    over: 'ተወዲኡ',
  },
};
