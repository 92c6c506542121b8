import { plural } from '../../format.js';
import type { PagesWords } from './words.js';

/** Pashto. To be reviewed by a native speaker. */
export const words: PagesWords = {
  language: 'ps',
  another: 'بل مخ',
  page: (number) => `مخ ${number}`,
  order: {
    change: 'ترتیب بدلول',
    earlier: 'مخکې',
    later: 'وروسته',
    at: (number, all) => `مخ ${number} له ${all}`,
  },
  turn: 'اړول',
  remove: 'لرې کول',
  changed: 'پاڼه، همدا اوس',
  good: 'سمه ده',
  cancel: 'پرېښودل',
  back: { title: 'د پاڼې شا؟', photo: 'عکس', none: 'شا نه لري' },
  renew: 'بدله شوې',
  note: { title: 'یادښت', none: 'هېڅ', save: 'ساتل' },
  sort: {
    waiting: (papers) => plural('ps', papers, { one: 'د ترتیب لپاره # پاڼه', other: 'د ترتیب لپاره # پاڼې' }),
    begin: 'ترتیبول',
  },
  unfinished: { text: (title) => `«${title}»: لا بشپړه نه ده.`, go: 'بشپړول' },
  ending: (days) =>
    days === 0
      ? 'نن پای ته رسېږي'
      : plural('ps', days, { one: 'په # ورځ کې پای ته رسېږي', other: 'په # ورځو کې پای ته رسېږي' }),
  daysLeft: (days) => (days === 0 ? 'نن' : plural('ps', days, { one: '# ورځ', other: '# ورځې' })),
  search: {
    open: 'لټون',
    title: 'کومه پاڼه؟',
    field: 'یوه کلمه',
    nothing: 'هېڅ پیدا نه شول.',
    all: 'ټولې',
  },
};
