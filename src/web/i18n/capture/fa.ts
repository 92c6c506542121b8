import type { CaptureWords } from './words.js';

/** Persian. To be reviewed by a native speaker. */
export const words: CaptureWords = {
  language: 'fa',
  photo: 'عکس',
  keepsPaper: 'همه برگه در کادر است؟',
  keepsWhole: 'همه عکس نگه داشته شود؟',
  isCut: 'بخشی از برگه نیست.',
  good: 'خوب است',
  whole: 'همه عکس',
  adjust: 'تنظیم',
  drag: 'گوشه‌ها را بکشید یا هل دهید.',
  corners: ['گوشه بالا چپ', 'گوشه بالا راست', 'گوشه پایین راست', 'گوشه پایین چپ'],
  arrows: { ArrowLeft: 'به چپ', ArrowRight: 'به راست', ArrowUp: 'به بالا', ArrowDown: 'به پایین' },
  cornerAt: (corner, left, top) => `${corner}: ‏${left}٪ از پهنا، ‏${top}٪ از بلندی`,
  faults: {
    too_many_pixels: 'این عکس خیلی بزرگ است. کوچک‌تر بگیرید.',
    file_too_large: 'این فایل خیلی سنگین است. از برگه عکس بگیرید.',
    empty_file: 'این فایل خالی است. یکی دیگر بردارید.',
    truncated_file: 'آخر این عکس نیست. دوباره بگیرید.',
    broken_file: 'این عکس خراب است. دوباره بگیرید.',
    unsupported_type: 'این عکس نیست. از برگه عکس بگیرید.',
  },
  fault: 'عکس نشد. دوباره امتحان کنید.',
};
