import { plural } from '../../format.js';
import type { PagesWords } from './words.js';

export const words: PagesWords = {
  language: 'ar',
  another: 'صفحة أخرى',
  page: (number) => `صفحة ${number}`,
  order: {
    change: 'تغيير الترتيب',
    earlier: 'قبل',
    later: 'بعد',
    at: (number, all) => `صفحة ${number} من ${all}`,
  },
  turn: 'تدوير',
  remove: 'إزالة',
  changed: 'الورقة الآن',
  good: 'جيد',
  cancel: 'إلغاء',
  back: { title: 'ظهر البطاقة؟', photo: 'صورة', none: 'بلا ظهر' },
  renew: 'لقد تغيّرت',
  note: { title: 'ملاحظة', none: 'لا شيء', save: 'حفظ' },
  sort: {
    waiting: (papers) =>
      plural('ar', papers, {
        zero: 'لا أوراق للترتيب',
        one: 'ورقة واحدة للترتيب',
        two: 'ورقتان للترتيب',
        few: '# أوراق للترتيب',
        other: '# ورقة للترتيب',
      }),
    begin: 'رتّب',
  },
  unfinished: { text: (title) => `«${title}»: لم تكتمل.`, go: 'أكمل' },
  ending: (days) =>
    plural('ar', days, {
      zero: 'تنتهي اليوم',
      one: 'تنتهي بعد يوم',
      two: 'تنتهي بعد يومين',
      few: 'تنتهي بعد # أيام',
      other: 'تنتهي بعد # يومًا',
    }),
  daysLeft: (days) =>
    plural('ar', days, {
      zero: 'اليوم',
      one: 'يوم واحد',
      two: 'يومان',
      few: '# أيام',
      other: '# يومًا',
    }),
  search: {
    open: 'بحث',
    title: 'أي ورقة؟',
    field: 'كلمة',
    nothing: 'لم نجد شيئًا.',
    all: 'الكل',
  },
};
