import { plural } from '../format.js';
import type { TrainingWords } from './words.js';

export const words: TrainingWords = {
  language: 'ps',
  banner: 'تمرین: دلته هیڅ ریښتیا نه دي',
  code: (code) => `د ټولو کوډ: ${code}`,
  cards: 'جوړ شوي کارتونه',
  cardOf: (name) => `د ${name} کارت`,
  answers: (name) => `${name} ځواب ورکوي`,
  phoneOf: (name) => `د ${name} په موبایل کې`,
  keep: 'ټول وساته',
  kept: (count) => plural('ps', count, { one: '# پاڼه وساتل شوه', other: '# پاڼې وساتل شوې' }),
  show: 'مرکز ته ښودل',
  shown: 'وښودل شو.',
  samples: 'بېلګې واخلئ',
  samplesText: 'دلته ریښتینې پاڼې مه راوړئ. زموږ بېلګې واخلئ.',
  noPhone: 'دلته بې موبایل دوام ورکړئ.',
  notHere: 'دا خدمت تمرین نه لري.',
  stamp: 'بېلګه',
  relay: 'جوړ شوی مرکز',
  purpose: 'جوړه شوې غوښتنه',
};
