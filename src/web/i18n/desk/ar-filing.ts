import { plural } from '../format.js';
import type { FilingWords } from './filing-words.js';

export const filing: FilingWords = {
  start: 'إعداد ملف',
  about: 'ما ينطبق على الشخص',
  ask: (count) =>
    plural('ar', count, {
      zero: 'طلب # ورقة ناقصة',
      one: 'طلب الورقة الناقصة',
      two: 'طلب الورقتين الناقصتين',
      few: 'طلب # أوراق ناقصة',
      many: 'طلب # ورقة ناقصة',
      other: 'طلب # ورقة ناقصة',
    }),
  asked: 'مطلوبة',
  link: {
    start: 'إرسال إلى إدارة',
    text: 'يرى الشخص هذا الرابط ومن أنشأه. يمكنه استرجاعه.',
    agency: 'أي إدارة؟',
    papers: 'الأوراق',
    howLong: 'لكم من الوقت؟',
    days: (count) =>
      plural('ar', count, {
        zero: '# يوم',
        one: 'يوم واحد',
        two: 'يومان',
        few: '# أيام',
        many: '# يومًا',
        other: '# يوم',
      }),
    make: 'إنشاء الرابط',
    made: 'الرابط جاهز',
    address: 'العنوان',
    code: 'الرمز',
    apart: 'أرسل العنوان، وقل الرمز بالهاتف.',
    once: 'اكتب كل شيء الآن: يظهر مرة واحدة فقط.',
    copy: 'نسخ',
    copied: 'تم النسخ.',
    list: 'الروابط',
    opened: (count) =>
      plural('ar', count, {
        zero: 'لم يُفتح',
        one: 'فُتح مرة',
        two: 'فُتح مرتين',
        few: 'فُتح # مرات',
        many: 'فُتح # مرة',
        other: 'فُتح # مرة',
      }),
    close: 'إغلاق',
    unnamed: 'إدارة',
    states: {
      open: 'مفتوح',
      frozen: 'أُغلق بعد عشرة رموز خاطئة',
      used_up: 'استُعملت كل الفتحات',
      expired: 'انتهى',
      ended: 'مغلق',
    },
  },
};
