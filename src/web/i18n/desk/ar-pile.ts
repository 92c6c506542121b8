import { plural } from '../format.js';
import type { PileWords } from './pile-words.js';

const pages = (count: number): string =>
  plural('ar', count, {
    zero: 'لا صفحات',
    one: 'صفحة واحدة',
    two: 'صفحتان',
    few: '# صفحات',
    many: '# صفحة',
    other: '# صفحة',
  });

export const pile: PileWords = {
  title: (name) => `أوراق من أجل ${name}`,
  drop: 'ضع الصفحات هنا',
  dropText: 'صور وملفات PDF. تذهب إلى محفظة الشخص، وهو يؤكّدها.',
  folder: 'راقب مجلدًا',
  files: 'اختر ملفات',
  watching: (folder) => `المجلد ${folder} تحت المراقبة. امسح الآن.`,
  mayRead: 'تُمحى ملفات الماسح بعد وصولها.',
  help: {
    title: 'بلوحة المفاتيح',
    kind: 'ورقة جديدة من هذا النوع',
    same: 'الورقة نفسها',
    drop: 'ارمِ الصفحة',
    turn: 'أدِر',
    side: 'ظهر البطاقة',
    undo: 'خطوة إلى الوراء',
  },
  keys: { enter: 'إدخال', delete: 'حذف' },
  page: (number, total) => `صفحة ${number} من ${total}`,
  noPicture: 'لا معاينة لهذا الملف. يُرسل كما هو.',
  waiting: (count) => `بعد: ${pages(count)}`,
  paper: (kind, count) => `${kind}، ${pages(count)}`,
  sorted: 'كل شيء مرتّب.',
  send: (count) => `أرسل (${count})`,
  throwAway: (count) => `ارمِ (${count})`,
  pause: 'توقّف',
  goOn: 'تابع',
  sent: (done, all) => `وصل ${done} من ${all}`,
  trying: 'لا شبكة. نحاول وحدنا من جديد.',
  again: 'حاول مجددًا',
  doneTitle: (count) =>
    plural('ar', count, {
      zero: 'لم تصل أوراق',
      one: 'وصلت ورقة واحدة',
      two: 'وصلت ورقتان',
      few: 'وصلت # أوراق',
      many: 'وصلت # ورقة',
      other: 'وصلت # ورقة',
    }),
  doneText: 'يؤكّدها الشخص على هاتفه، أو ببطاقته.',
  removed: (count) =>
    plural('ar', count, {
      zero: 'لم يُمحَ أي ملف.',
      one: 'مُحي ملف واحد من الماسح.',
      two: 'مُحي ملفان من الماسح.',
      few: 'مُحيت # ملفات من الماسح.',
      many: 'مُحي # ملفًا من الماسح.',
      other: 'مُحي # ملف من الماسح.',
    }),
  left: (count) =>
    plural('ar', count, {
      zero: 'لم يبقَ أي ملف هنا.',
      one: 'بقي ملف واحد على هذا الحاسوب. امحُه.',
      two: 'بقي ملفان على هذا الحاسوب. امحُهما.',
      few: 'بقيت # ملفات على هذا الحاسوب. امحُها.',
      many: 'بقي # ملفًا على هذا الحاسوب. امحُها.',
      other: 'بقي # ملف على هذا الحاسوب. امحُها.',
    }),
  finish: 'عودة إلى الأشخاص',
  bad: (name, why) => `${name}: ${why}`,
  states: { ready: 'جاهزة', sending: 'في الطريق', sent: 'وصلت', failed: 'لم تُرسل' },
};
