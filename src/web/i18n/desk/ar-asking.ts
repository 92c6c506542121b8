import { plural } from '../format.js';
import type { AskingWords } from './asking-words.js';

export const asking: AskingWords = {
  start: 'تنقصني…',
  title: (name) => `طلب من ${name}`,
  text: 'يظهر الطلب على هاتفه. فريقك يراه أيضًا.',
  which: 'أي أوراق؟',
  seek: 'ابحث عن ورقة',
  nothing: 'لا ورقة بهذا الاسم.',
  note: 'كلمة للشخص، إن أردت',
  send: (count) =>
    plural('ar', count, {
      zero: 'طلب # ورقة',
      one: 'طلب ورقة واحدة',
      two: 'طلب ورقتين',
      few: 'طلب # أوراق',
      many: 'طلب # ورقة',
      other: 'طلب # ورقة',
    }),
  sent: (count) =>
    plural('ar', count, {
      zero: 'طُلبت # ورقة.',
      one: 'طُلبت ورقة واحدة.',
      two: 'طُلبت ورقتان.',
      few: 'طُلبت # أوراق.',
      many: 'طُلبت # ورقة.',
      other: 'طُلبت # ورقة.',
    }),
  list: 'مطلوبة',
  end: 'سحب',
  states: {
    open: 'في الانتظار',
    shown: 'معروضة',
    refused: 'الشخص لا يريد',
    withdrawn: 'سُحبت',
    expired: 'بلا جواب',
    over: 'انتهت',
  },
};
