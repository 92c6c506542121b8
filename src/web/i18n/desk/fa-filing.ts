import { plural } from '../format.js';
import type { FilingWords } from './filing-words.js';

export const filing: FilingWords = {
  start: 'آماده کردن پرونده',
  about: 'چه چیزی درباره او درست است',
  ask: (count) => plural('fa', count, { one: 'درخواست # برگه کم', other: 'درخواست # برگه کم' }),
  asked: 'درخواست‌شده',
  link: {
    start: 'فرستادن به اداره',
    text: 'او این لینک را می‌بیند و می‌داند چه کسی ساخته. می‌تواند آن را پس بگیرد.',
    agency: 'کدام اداره؟',
    papers: 'برگه‌ها',
    howLong: 'برای چه مدت؟',
    days: (count) => plural('fa', count, { one: '# روز', other: '# روز' }),
    make: 'ساختن لینک',
    made: 'لینک آماده است',
    address: 'نشانی',
    code: 'کد',
    apart: 'نشانی را بفرستید و کد را تلفنی بگویید.',
    once: 'همه را اکنون یادداشت کنید: فقط یک بار نشان داده می‌شود.',
    copy: 'کپی',
    copied: 'کپی شد.',
    list: 'لینک‌ها',
    opened: (count) => plural('fa', count, { one: '# بار باز شد', other: '# بار باز شد' }),
    close: 'بستن',
    unnamed: 'یک اداره',
    states: {
      open: 'باز',
      frozen: 'بعد از ده کد غلط بسته شد',
      used_up: 'همه باز کردن‌ها تمام شد',
      expired: 'تمام شد',
      ended: 'بسته',
    },
  },
};
