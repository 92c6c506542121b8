import { plural } from '../format.js';
import type { AskingWords } from './asking-words.js';

export const asking: AskingWords = {
  start: 'کم دارم…',
  title: (name) => `درخواست از ${name}`,
  text: 'روی تلفن او دیده می‌شود. گروه شما هم آن را می‌بیند.',
  which: 'کدام برگه‌ها؟',
  seek: 'جستجوی برگه',
  nothing: 'برگه‌ای با این نام نیست.',
  note: 'یک کلمه برای او، اگر بخواهید',
  send: (count) => plural('fa', count, { one: 'درخواست # برگه', other: 'درخواست # برگه' }),
  sent: (count) => plural('fa', count, { one: '# برگه درخواست شد.', other: '# برگه درخواست شد.' }),
  list: 'درخواست‌شده',
  end: 'پس گرفتن',
  states: {
    open: 'در انتظار',
    shown: 'نشان داده شد',
    refused: 'او نمی‌خواهد',
    withdrawn: 'پس گرفته شد',
    expired: 'بی‌جواب',
    over: 'تمام شد',
  },
};
