import { plural } from '../../format.js';
import type { PagesWords } from './words.js';

/** Ukrainian. To be reviewed by a native speaker. */
export const words: PagesWords = {
  language: 'uk',
  another: 'Ще сторінка',
  page: (number) => `Сторінка ${number}`,
  order: {
    change: 'Змінити порядок',
    earlier: 'Раніше',
    later: 'Пізніше',
    at: (number, all) => `Сторінка ${number} з ${all}`,
  },
  turn: 'Повернути',
  remove: 'Прибрати',
  changed: 'Документ зараз',
  good: 'Добре',
  cancel: 'Скасувати',
  back: { title: 'Є зворот?', photo: 'Фото', none: 'Звороту немає' },
  renew: 'Він змінився',
  note: { title: 'Нотатка', none: 'Нічого', save: 'Зберегти' },
  sort: {
    waiting: (papers) =>
      plural('uk', papers, {
        one: '# документ не розкладено',
        few: '# документи не розкладено',
        other: '# документів не розкладено',
      }),
    begin: 'Розкласти',
  },
  unfinished: { text: (title) => `«${title}»: не готово.`, go: 'Закінчити' },
  ending: (days) =>
    days === 0
      ? 'термін до сьогодні'
      : plural('uk', days, {
          one: 'термін вийде за # день',
          few: 'термін вийде за # дні',
          other: 'термін вийде за # днів',
        }),
  daysLeft: (days) =>
    days === 0 ? 'сьогодні' : plural('uk', days, { one: '# день', few: '# дні', other: '# днів' }),
  search: {
    open: 'Шукати',
    title: 'Який документ?',
    field: 'Слово',
    nothing: 'Нічого не знайдено.',
    all: 'Усі',
  },
};
