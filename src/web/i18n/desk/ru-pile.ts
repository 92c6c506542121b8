import { plural } from '../format.js';
import type { PileWords } from './pile-words.js';

export const pile: PileWords = {
  title: (name) => `Документы для ${name}`,
  drop: 'Положите страницы сюда',
  dropText: 'Фото и PDF. Они попадут в папку человека, и он их примет.',
  folder: 'Следить за сканером',
  files: 'Выбрать файлы',
  watching: (folder) => `Следим за папкой сканера: ${folder}. Сканируйте.`,
  mayRead: 'Полученное стирается из папки сканера.',
  help: {
    title: 'С клавиатуры',
    kind: 'новый документ этого вида',
    same: 'тот же документ',
    drop: 'выбросить страницу',
    turn: 'повернуть',
    side: 'оборот карты',
    undo: 'шаг назад',
  },
  keys: { enter: 'Enter', delete: 'Del' },
  page: (number, total) => `Страница ${number} из ${total}`,
  noPicture: 'Картинки нет. Файл уйдёт как есть.',
  waiting: (count) =>
    plural('ru', count, { one: 'ещё # страница', few: 'ещё # страницы', other: 'ещё # страниц' }),
  paper: (kind, pages) =>
    `${kind}, ${plural('ru', pages, { one: '# страница', few: '# страницы', other: '# страниц' })}`,
  sorted: 'Всё разобрано.',
  send: (count) => `Отправить (${count})`,
  throwAway: (count) => `Выбросить (${count})`,
  pause: 'Пауза',
  goOn: 'Продолжить',
  sent: (done, all) => `Получено ${done} из ${all}`,
  trying: 'Нет связи. Потом продолжится само.',
  again: 'Ещё раз',
  doneTitle: (count) =>
    plural('ru', count, {
      one: 'Дошёл # документ',
      few: 'Дошло # документа',
      other: 'Дошло # документов',
    }),
  doneText: 'Человек примет их на телефоне или со своей картой.',
  removed: (count) =>
    plural('ru', count, {
      one: 'Стёрт # файл сканера.',
      few: 'Стёрто # файла сканера.',
      other: 'Стёрто # файлов сканера.',
    }),
  left: (count) =>
    plural('ru', count, {
      one: 'На этом компьютере остался # файл. Сотрите его.',
      few: 'На этом компьютере осталось # файла. Сотрите их.',
      other: 'На этом компьютере осталось # файлов. Сотрите их.',
    }),
  finish: 'Назад к людям',
  bad: (name, why) => `${name}: ${why}`,
  states: { ready: 'готово', sending: 'в пути', sent: 'получено', failed: 'не ушло' },
};
