import { plural } from '../format.js';
import type { FilingWords } from './filing-words.js';

export const filing: FilingWords = {
  start: 'Зібрати справу',
  about: 'Що правда про людину',
  ask: (count) =>
    plural('uk', count, {
      one: 'Попросити # документ, якого бракує',
      few: 'Попросити # документи, яких бракує',
      many: 'Попросити # документів, яких бракує',
      other: 'Попросити # документа, якого бракує',
    }),
  asked: 'запитано',
  link: {
    start: 'Надіслати до установи',
    text: 'Людина бачить це посилання і хто його зробив. Вона може його забрати.',
    agency: 'Яка установа?',
    papers: 'Документи',
    howLong: 'На який строк?',
    days: (count) => plural('uk', count, { one: '# день', few: '# дні', many: '# днів', other: '# дня' }),
    make: 'Зробити посилання',
    made: 'Посилання готове',
    address: 'Адреса',
    code: 'Код',
    apart: 'Надішліть адресу, а код скажіть телефоном.',
    copy: 'Копіювати',
    copied: 'Скопійовано.',
    list: 'Посилання',
    opened: (count) =>
      plural('uk', count, {
        one: 'відкрито # раз',
        few: 'відкрито # рази',
        many: 'відкрито # разів',
        other: 'відкрито # раза',
      }),
    close: 'Закрити',
    unnamed: 'Установа',
    states: {
      open: 'відкрите',
      frozen: 'закрите після десяти хибних кодів',
      used_up: 'усі відкриття використано',
      expired: 'строк минув',
      ended: 'закрите',
    },
  },
};
