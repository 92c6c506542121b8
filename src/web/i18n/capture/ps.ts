import type { CaptureWords } from './words.js';

/** Pashto. To be reviewed by a native speaker. */
export const words: CaptureWords = {
  language: 'ps',
  photo: 'عکس',
  keepsPaper: 'ټوله پاڼه په چوکاټ کې ده؟',
  keepsWhole: 'ټول عکس وساتل شي؟',
  isCut: 'د پاڼې یوه برخه نشته.',
  good: 'سمه ده',
  whole: 'ټول عکس',
  adjust: 'سمول',
  drag: 'کونجونه راکش کړئ یا ټېل وهئ.',
  corners: ['پورته چپ کونج', 'پورته ښی کونج', 'لاندې ښی کونج', 'لاندې چپ کونج'],
  arrows: { ArrowLeft: 'چپ ته', ArrowRight: 'ښي ته', ArrowUp: 'پورته', ArrowDown: 'لاندې' },
  cornerAt: (corner, left, top) => `${corner}: ‏${left}٪ پلنوالی، ‏${top}٪ لوړوالی`,
  faults: {
    too_many_pixels: 'دا عکس ډېر لوی دی. کوچنی یې واخلئ.',
    file_too_large: 'دا فایل ډېر دروند دی. د پاڼې عکس واخلئ.',
    empty_file: 'دا فایل تش دی. بل واخلئ.',
    truncated_file: 'د دې عکس پای نشته. بیا یې واخلئ.',
    broken_file: 'دا عکس خراب دی. بیا یې واخلئ.',
    unsupported_type: 'دا عکس نه دی. د پاڼې عکس واخلئ.',
  },
  fault: 'عکس ونه شو. بیا هڅه وکړئ.',
};
