import { plural } from '../format.js';
import type { AskingWords } from './asking-words.js';

export const asking: AskingWords = {
  start: 'ما ته لازم دي…',
  title: (name) => `له ${name} غوښتل`,
  text: 'د هغه په تلیفون ښکاري. ستاسو ډله یې هم ویني.',
  which: 'کومې پاڼې؟',
  seek: 'پاڼه ولټوئ',
  nothing: 'په دې نوم پاڼه نشته.',
  note: 'که غواړئ، هغه ته یوه خبره',
  send: (count) => plural('ps', count, { one: '# پاڼه غوښتل', other: '# پاڼې غوښتل' }),
  sent: (count) => plural('ps', count, { one: '# پاڼه وغوښتل شوه.', other: '# پاڼې وغوښتل شوې.' }),
  list: 'غوښتل شوې',
  end: 'بېرته اخیستل',
  states: {
    open: 'په انتظار',
    shown: 'ښودل شوې',
    refused: 'هغه نه غواړي',
    withdrawn: 'بېرته واخیستل شوه',
    expired: 'بې ځوابه',
    over: 'پای ته ورسېده',
  },
};
