import { plural } from '../format.js';
import type { PileWords } from './pile-words.js';

export const pile: PileWords = {
  title: (name) => `ወረቓቕቲ ን${name}`,
  drop: 'ገጻት ኣብዚ ኣቐምጡ',
  dropText: 'ስእልን PDFን። ናብ ቦርሳ እቲ ሰብ ይኸይዱ፣ ንሱ የረጋግጾም።',
  folder: 'ፎልደር ተኸታተል',
  files: 'ፋይላት ምረጽ',
  watching: (folder) => `ፎልደር ${folder} ንከታተሎ ኣለና። ስካን ግበሩ።`,
  mayRead: 'ፋይላት ስካነር ምስ በጽሑ ይድምሰሱ።',
  help: {
    title: 'ብኪቦርድ',
    kind: 'ካብዚ ዓይነት ሓድሽ ወረቐት',
    same: 'ንሱ ወረቐት',
    drop: 'ገጽ ደርቢ',
    turn: 'ኣዙር',
    side: 'ድሕሪት ካርድ',
    undo: 'ሓደ ስጉምቲ ንድሕሪት',
  },
  keys: { enter: 'ኤንተር', delete: 'ዲሊት' },
  page: (number, total) => `ገጽ ${number} ካብ ${total}`,
  noPicture: 'እዚ ፋይል ስእሊ የብሉን። ከምዘለዎ ይኸይድ።',
  waiting: (count) => plural('ti', count, { one: '# ገጽ ተሪፉ', other: '# ገጻት ተሪፉ' }),
  paper: (kind, pages) => `${kind}፣ ${plural('ti', pages, { one: '# ገጽ', other: '# ገጻት' })}`,
  sorted: 'ኩሉ ተሰሪዑ።',
  send: (count) => `ስደድ (${count})`,
  pause: 'ኣዕርፍ',
  goOn: 'ቀጽል',
  sent: (done, all) => `${done} ካብ ${all} በጺሑ`,
  trying: 'መስመር የለን። ባዕሉ ይፍትን ኣሎ።',
  again: 'እንደገና ፈትን',
  doneTitle: (count) => plural('ti', count, { one: '# ወረቐት በጺሑ', other: '# ወረቓቕቲ በጺሖም' }),
  doneText: 'እቲ ሰብ ብተሌፎኑ ወይ ብካርዱ የረጋግጾም።',
  removed: (count) => plural('ti', count, { one: '# ፋይል ናይ ስካነር ተደምሲሱ።', other: '# ፋይላት ናይ ስካነር ተደምሲሶም።' }),
  left: (count) =>
    plural('ti', count, {
      one: '# ፋይል ኣብዚ ኮምፒተር ተሪፉ። ደምስስዎ።',
      other: '# ፋይላት ኣብዚ ኮምፒተር ተሪፎም። ደምስስዎም።',
    }),
  finish: 'ናብ ሰባት ተመለስ',
  bad: (name, why) => `${name}፦ ${why}`,
  states: { ready: 'ድሉው', sending: 'ኣብ መንገዲ', sent: 'በጺሑ', failed: 'ኣይከደን' },
};
