import { plural } from '../format.js';
import type { TrainingWords } from './words.js';

export const words: TrainingWords = {
  language: 'ar',
  banner: 'تدريب: لا شيء حقيقي هنا',
  code: (code) => `رمز الجميع: ${code}`,
  cards: 'بطاقات خيالية',
  cardOf: (name) => `بطاقة ${name}`,
  answers: (name) => `${name} يجيب`,
  phoneOf: (name) => `على هاتف ${name}`,
  keep: 'حفظ الكل',
  kept: (count) =>
    plural('ar', count, {
      zero: 'لم تُحفظ أوراق',
      one: 'حُفظت ورقة واحدة',
      two: 'حُفظت ورقتان',
      few: 'حُفظت # أوراق',
      many: 'حُفظت # ورقة',
      other: 'حُفظت # ورقة',
    }),
  show: 'عرض للمركز',
  shown: 'تم العرض.',
  samples: 'خذ أمثلة',
  samplesText: 'لا أوراق حقيقية هنا. خذ أمثلتنا.',
  noPhone: 'هنا، تابع من دون هاتف.',
  notHere: 'هذه الخدمة لا تقدم تدريبًا.',
  stamp: 'نموذج',
  relay: 'مركز خيالي',
  purpose: 'طلب خيالي',
};
