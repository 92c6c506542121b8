import type { CaptureWords } from './words.js';

export const words: CaptureWords = {
  language: 'ar',
  photo: 'الصورة',
  keepsPaper: 'هل الورقة كلها داخل الإطار؟',
  keepsWhole: 'هل نحفظ الصورة كلها؟',
  isCut: 'جزء من الورقة ناقص.',
  good: 'هذا جيد',
  whole: 'الصورة كلها',
  adjust: 'ضبط',
  drag: 'اسحب الزوايا أو ادفعها.',
  corners: [
    'الزاوية العليا اليسرى',
    'الزاوية العليا اليمنى',
    'الزاوية السفلى اليمنى',
    'الزاوية السفلى اليسرى',
  ],
  arrows: {
    ArrowLeft: 'إلى اليسار',
    ArrowRight: 'إلى اليمين',
    ArrowUp: 'إلى الأعلى',
    ArrowDown: 'إلى الأسفل',
  },
  cornerAt: (corner, left, top) => `${corner}: ‏${left}٪ من العرض، ‏${top}٪ من الارتفاع`,
  faults: {
    too_many_pixels: 'هذه الصورة كبيرة جدًا. التقطها بحجم أصغر.',
    file_too_large: 'هذا الملف ثقيل جدًا. التقط صورة للورقة.',
    empty_file: 'هذا الملف فارغ. اختر ملفًا آخر.',
    truncated_file: 'نهاية هذه الصورة ناقصة. التقطها مرة أخرى.',
    broken_file: 'هذه الصورة تالفة. التقطها مرة أخرى.',
    unsupported_type: 'هذه ليست صورة. التقط صورة للورقة.',
  },
  fault: 'لم تنجح الصورة. حاول مرة أخرى.',
};
