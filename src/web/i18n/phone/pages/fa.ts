import { plural } from '../../format.js';
import type { PagesWords } from './words.js';

/** Persian, with words that are also said in Dari. To be reviewed by a native speaker. */
export const words: PagesWords = {
  language: 'fa',
  another: 'صفحه دیگر',
  page: (number) => `صفحه ${number}`,
  order: {
    change: 'تغییر ترتیب',
    earlier: 'قبل',
    later: 'بعد',
    at: (number, all) => `صفحه ${number} از ${all}`,
  },
  turn: 'چرخاندن',
  remove: 'برداشتن',
  changed: 'برگه، همین حالا',
  good: 'خوب است',
  cancel: 'لغو',
  back: { title: 'پشت برگه؟', photo: 'عکس', none: 'پشت ندارد' },
  renew: 'عوض شده',
  note: { title: 'یادداشت', none: 'هیچ', save: 'ذخیره' },
  sort: {
    waiting: (papers) => plural('fa', papers, { other: '# برگه برای مرتب کردن' }),
    begin: 'مرتب کردن',
  },
  unfinished: { text: (title) => `«${title}»: نیمه‌کاره.`, go: 'ادامه دادن' },
  ending: (days) =>
    days === 0 ? 'امروز تمام می‌شود' : plural('fa', days, { other: '# روز دیگر تمام می‌شود' }),
  daysLeft: (days) => (days === 0 ? 'امروز' : plural('fa', days, { other: '# روز' })),
  search: {
    open: 'جستجو',
    title: 'کدام برگه؟',
    field: 'یک کلمه',
    nothing: 'چیزی پیدا نشد.',
    all: 'همه',
  },
};
