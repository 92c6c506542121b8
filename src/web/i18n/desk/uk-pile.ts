import { plural } from '../format.js';
import type { PileWords } from './pile-words.js';

export const pile: PileWords = {
  title: (name) => `Документи для ${name}`,
  drop: 'Покладіть сторінки сюди',
  dropText: 'Фото й PDF. Вони потраплять до папки людини, і вона їх прийме.',
  folder: 'Стежити за сканером',
  files: 'Вибрати файли',
  watching: (folder) => `Стежимо за папкою сканера: ${folder}. Скануйте.`,
  mayRead: 'Отримане стирається з папки сканера.',
  help: {
    title: 'З клавіатури',
    kind: 'новий документ цього виду',
    same: 'той самий документ',
    drop: 'викинути сторінку',
    turn: 'повернути',
    side: 'зворот картки',
    undo: 'крок назад',
  },
  keys: { enter: 'Enter', delete: 'Del' },
  page: (number, total) => `Сторінка ${number} з ${total}`,
  noPicture: 'Зображення немає. Файл піде як є.',
  waiting: (count) =>
    plural('uk', count, { one: 'ще # сторінка', few: 'ще # сторінки', other: 'ще # сторінок' }),
  paper: (kind, pages) =>
    `${kind}, ${plural('uk', pages, { one: '# сторінка', few: '# сторінки', other: '# сторінок' })}`,
  sorted: 'Усе розкладено.',
  send: (count) => `Надіслати (${count})`,
  throwAway: (count) => `Викинути (${count})`,
  pause: 'Пауза',
  goOn: 'Продовжити',
  sent: (done, all) => `Отримано ${done} з ${all}`,
  trying: 'Немає зв’язку. Потім продовжиться само.',
  again: 'Ще раз',
  doneTitle: (count) =>
    plural('uk', count, {
      one: 'Дійшов # документ',
      few: 'Дійшло # документи',
      other: 'Дійшло # документів',
    }),
  doneText: 'Людина прийме їх на телефоні або зі своєю карткою.',
  removed: (count) =>
    plural('uk', count, {
      one: 'Стерто # файл сканера.',
      few: 'Стерто # файли сканера.',
      other: 'Стерто # файлів сканера.',
    }),
  left: (count) =>
    plural('uk', count, {
      one: 'На цьому комп’ютері лишився # файл. Зітріть його.',
      few: 'На цьому комп’ютері лишилося # файли. Зітріть їх.',
      other: 'На цьому комп’ютері лишилося # файлів. Зітріть їх.',
    }),
  finish: 'Назад до людей',
  bad: (name, why) => `${name}: ${why}`,
  states: { ready: 'готово', sending: 'у дорозі', sent: 'отримано', failed: 'не пішло' },
};
