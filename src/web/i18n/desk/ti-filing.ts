import { plural } from '../format.js';
import type { FilingWords } from './filing-words.js';

export const filing: FilingWords = {
  start: 'ሰነድ ምድላው',
  about: 'ብዛዕባ ሰብ እንታይ ሓቂ እዩ',
  ask: (count) => plural('ti', count, { one: '# ዝጎድል ወረቐት ሕተቱ', other: '# ዝጎድሉ ወረቓቕቲ ሕተቱ' }),
  asked: 'ተሓቲቱ',
  link: {
    start: 'ናብ ቤት ጽሕፈት ምልኣኽ',
    text: 'ሰብ ነዚ ሊንክን መን ከም ዝገበሮን ይርኢ። ክመልሶ ይኽእል።',
    agency: 'ኣየናይ ቤት ጽሕፈት?',
    papers: 'ወረቓቕቲ',
    howLong: 'ንክንደይ ግዜ?',
    days: (count) => plural('ti', count, { one: '# መዓልቲ', other: '# መዓልታት' }),
    make: 'ሊንክ ግበሩ',
    made: 'ሊንክ ድሉው እዩ',
    address: 'ኣድራሻ',
    code: 'ኮድ',
    apart: 'ኣድራሻ ለኣኹ፣ ኮድ ብተሌፎን ንገሩ።',
    once: 'ኩሉ ሕጂ ጽሓፉ፦ ሓንሳብ ጥራይ ይረአ።',
    copy: 'ቅዳሕ',
    copied: 'ተቐዲሑ።',
    list: 'ዝተገብሩ ሊንክታት',
    opened: (count) => plural('ti', count, { one: '# ግዜ ተኸፊቱ', other: '# ግዜ ተኸፊቱ' }),
    close: 'ዕጸዉ',
    unnamed: 'ቤት ጽሕፈት',
    states: {
      open: 'ክፉት',
      frozen: 'ድሕሪ ዓሰርተ ጌጋ ኮድ ተዓጽዩ',
      used_up: 'ኩሉ ምኽፋት ተጠቒሙ',
      expired: 'ተወዲኡ',
      ended: 'ዕጹው',
    },
  },
};
