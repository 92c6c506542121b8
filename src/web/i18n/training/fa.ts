import { plural } from '../format.js';
import type { TrainingWords } from './words.js';

export const words: TrainingWords = {
  language: 'fa',
  banner: 'تمرین: هیچ چیز واقعی نیست',
  code: (code) => `رمز همه: ${code}`,
  cards: 'کارت‌های ساختگی',
  cardOf: (name) => `کارت ${name}`,
  answers: (name) => `${name} جواب می‌دهد`,
  phoneOf: (name) => `در گوشی ${name}`,
  keep: 'نگه داشتن همه',
  kept: (count) => plural('fa', count, { other: '# برگه نگه داشته شد' }),
  show: 'نشان دادن',
  shown: 'نشان داده شد.',
  samples: 'برداشتن نمونه',
  samplesText: 'اینجا برگهٔ واقعی نیاورید. نمونه‌های ما را بردارید.',
  noPhone: 'اینجا بدون گوشی ادامه دهید.',
  notHere: 'این سرویس تمرین ندارد.',
  stamp: 'نمونه',
  relay: 'مرکز ساختگی',
  purpose: 'درخواست ساختگی',
};
