import { plural } from '../format.js';
import type { NamesWords, RoleWords, StatisticsWords } from './list-words.js';

export const names: NamesWords = {
  label: 'ስም ወይ ሳጓ',
  team: 'ጉጅለ ማእከል ይርእዮ። እቲ ኣገልግሎት ከንብቦ ኣይክእልን።',
  skip: 'ሕለፍ',
  give: 'ስም ሃብ',
  rename: 'ስም ቀይር',
  kept: 'እቲ ስም ኣብ ዝርዝር ማእከል ኣሎ።',
  bad: 'እዚ ስም ኣዝዩ ነዊሕ እዩ፣ ወይ ሕቡእ ምልክት ኣለዎ።',
  card: (words) => `ካርድ «${words}»`,
  refused: (count) => plural('ti', count, { one: '# ስም ተበላሽዩ። ኣይረአን።', other: '# ኣስማት ተበላሽዮም። ኣይረኣዩን።' }),
  byTeam: 'ጉጅለ ካርድ ኣብ ካልእ መዓልቲ ኣንቢቡ። እዚ ሰብ ድዩ?',
  readAgain: 'ካርድ ሎሚ ኣይተነበን። ቅድሚ ስካን ኣንብብዎ።',
  goesToo: 'ስሙ ካብ ዝርዝር ማእከል ይድምሰስ።',
};

export const role: RoleWords = {
  manager: 'ሓላፊ ግበር',
  member: 'ሓጋዚ ግበር',
  managerNamed: (name) => `ሓላፊ ግበር፦ ${name}`,
  memberNamed: (name) => `ሓጋዚ ግበር፦ ${name}`,
  managerTitle: (name) => `${name} ሓላፊ ይኹን?`,
  memberTitle: (name) => `${name} እንደገና ሓጋዚ ይኹን?`,
  managerText: 'ሓላፊ ሓገዝቲ ይዕድም፣ ይቕበል፣ የውጽእ።',
  memberText: 'ሓጋዚ ነቲ ጉጅለ ኣይቅይሮን። እቲ ዝተረፈ ከምዘለዎ ይቕጽል።',
  managerDone: (name) => `${name} ሕጂ ሓላፊ እዩ።`,
  memberDone: (name) => `${name} ሕጂ ሓጋዚ እዩ።`,
};

export const statistics: StatisticsWords = {
  title: 'ጸብጻብ ቁጽርታት',
  text: 'ብዘይ ኣስማት፦ ኣብዚ ጣውላ ዝተገብረ፣ ወርሒ ብወርሒ።',
  months: 'ወርሒ ብወርሒ',
  kinds: 'ወረቓቕቲ ብዓይነት',
  month: 'ወርሒ',
  people: 'ዝተሓገዙ ሰባት',
  newcomers: 'ሓደስቲ ሰባት',
  papers: 'ስካን ዝተገብሩ ወረቓቕቲ',
  dossiers: 'ዝተዳለዉ ፋይላት',
  kind: 'ዓይነት',
  few: 'ትሕቲ 5',
  kept: 'ሕቡእ',
  why: 'ትሕቲ 5 ክንደይ ምዃኑ ኣይንገርን። ዝገልጾ ድምር ሕቡእ እዩ።',
  none: 'ክሳብ ሕጂ ዝተቖጽረ የለን።',
  noKind: 'ኣብ ወርሒ ሓሙሽተ ወረቓቕቲ ዘለዎ ዓይነት የለን።',
  refused: (count) =>
    plural('ti', count, { one: '# ቁጽሪ ተበላሽዩ። ኣብዚ የለን።', other: '# ቁጽርታት ተበላሽዮም። ኣብዚ የለዉን።' }),
};
