import { plural } from '../format.js';
import type { FilingWords } from './filing-words.js';

export const filing: FilingWords = {
  start: 'دوسیه جوړول',
  about: 'د هغه په اړه څه رښتیا دي',
  ask: (count) => plural('ps', count, { one: '# کمه پاڼه غوښتل', other: '# کمې پاڼې غوښتل' }),
  asked: 'غوښتل شوې',
  link: {
    start: 'ادارې ته لېږل',
    text: 'هغه دا لینک او جوړوونکی یې ویني. بېرته یې اخیستلی شي.',
    agency: 'کومه اداره؟',
    papers: 'پاڼې',
    howLong: 'د څومره وخت لپاره؟',
    days: (count) => plural('ps', count, { one: '# ورځ', other: '# ورځې' }),
    make: 'لینک جوړ کړئ',
    made: 'لینک چمتو دی',
    address: 'پته',
    code: 'کوډ',
    apart: 'پته ولېږئ او کوډ په تلیفون ووایئ.',
    once: 'ټول اوس ولیکئ: یوازې یو ځل ښودل کېږي.',
    copy: 'کاپي',
    copied: 'کاپي شو.',
    list: 'جوړ شوي لینکونه',
    opened: (count) => plural('ps', count, { one: '# ځل خلاص شو', other: '# ځله خلاص شو' }),
    close: 'تړل',
    unnamed: 'یوه اداره',
    states: {
      open: 'خلاص',
      frozen: 'له لسو غلطو کوډونو وروسته وتړل شو',
      used_up: 'ټول خلاصول وکارول شول',
      expired: 'پای ته ورسېد',
      ended: 'تړلی',
    },
  },
};
