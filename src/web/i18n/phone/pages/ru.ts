import { plural } from '../../format.js';
import type { PagesWords } from './words.js';

/** Russian. To be reviewed by a native speaker. */
export const words: PagesWords = {
  language: 'ru',
  another: 'Ещё страница',
  page: (number) => `Страница ${number}`,
  order: {
    change: 'Изменить порядок',
    earlier: 'Раньше',
    later: 'Позже',
    at: (number, all) => `Страница ${number} из ${all}`,
  },
  turn: 'Повернуть',
  remove: 'Убрать',
  changed: 'Документ сейчас',
  good: 'Хорошо',
  cancel: 'Отмена',
  back: { title: 'Есть оборот?', photo: 'Фото', none: 'Оборота нет' },
  renew: 'Он изменился',
  note: { title: 'Заметка', none: 'Ничего', save: 'Сохранить' },
  sort: {
    waiting: (papers) =>
      plural('ru', papers, {
        one: '# документ не разобран',
        few: '# документа не разобраны',
        other: '# документов не разобрано',
      }),
    begin: 'Разобрать',
  },
  unfinished: { text: (title) => `«${title}»: не готово.`, go: 'Закончить' },
  ending: (days) =>
    days === 0
      ? 'срок до сегодня'
      : plural('ru', days, {
          one: 'срок выйдет через # день',
          few: 'срок выйдет через # дня',
          other: 'срок выйдет через # дней',
        }),
  daysLeft: (days) =>
    days === 0 ? 'сегодня' : plural('ru', days, { one: '# день', few: '# дня', other: '# дней' }),
  search: {
    open: 'Искать',
    title: 'Какой документ?',
    field: 'Слово',
    nothing: 'Ничего не найдено.',
    all: 'Все',
  },
};
