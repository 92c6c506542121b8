import type { CaptureWords } from './words.js';

/** Tigrinya. To be reviewed by a native speaker. */
export const words: CaptureWords = {
  language: 'ti',
  photo: 'ስእሊ',
  keepsPaper: 'ምሉእ ወረቐት ኣብ ፍሬም ኣሎ ድዩ?',
  keepsWhole: 'ምሉእ ስእሊ ይዓቀብ?',
  isCut: 'ክፋል ናይቲ ወረቐት የለን።',
  good: 'ጽቡቕ ኣሎ',
  whole: 'ምሉእ ስእሊ',
  adjust: 'ኣመዓራሪ',
  drag: 'ኩርናዓት ስሓቡ ወይ ድፍኡ።',
  corners: ['ላዕለዋይ ጸጋማይ ኩርናዕ', 'ላዕለዋይ የማናይ ኩርናዕ', 'ታሕተዋይ የማናይ ኩርናዕ', 'ታሕተዋይ ጸጋማይ ኩርናዕ'],
  arrows: { ArrowLeft: 'ንጸጋም', ArrowRight: 'ንየማን', ArrowUp: 'ንላዕሊ', ArrowDown: 'ንታሕቲ' },
  cornerAt: (corner, left, top) => `${corner}፦ ${left}% ካብ ስፍሓት፣ ${top}% ካብ ቁመት`,
  faults: {
    too_many_pixels: 'እዚ ስእሊ ኣዝዩ ዓቢ እዩ። ንእሽቶ ኣልዕሉ።',
    file_too_large: 'እዚ ፋይል ኣዝዩ ከቢድ እዩ። ስእሊ ወረቐት ኣልዕሉ።',
    empty_file: 'እዚ ፋይል ባዶ እዩ። ካልእ ውሰዱ።',
    truncated_file: 'መወዳእታ ናይዚ ስእሊ የለን። እንደገና ኣልዕሉ።',
    broken_file: 'እዚ ስእሊ ተበላሽዩ። እንደገና ኣልዕሉ።',
    unsupported_type: 'እዚ ስእሊ ኣይኮነን። ስእሊ ወረቐት ኣልዕሉ።',
  },
  fault: 'ስእሊ ኣይሰርሐን። እንደገና ፈትኑ።',
};
