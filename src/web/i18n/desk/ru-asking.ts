import { plural } from '../format.js';
import type { AskingWords } from './asking-words.js';

export const asking: AskingWords = {
  start: 'Мне не хватает…',
  title: (name) => `Попросить: ${name}`,
  text: 'Просьба видна на телефоне человека. Ваша команда тоже её видит.',
  which: 'Какие документы?',
  seek: 'Найти документ',
  nothing: 'Документа с таким названием нет.',
  note: 'Слово для человека, если хотите',
  send: (count) =>
    plural('ru', count, {
      one: 'Попросить # документ',
      few: 'Попросить # документа',
      many: 'Попросить # документов',
      other: 'Попросить # документа',
    }),
  sent: (count) =>
    plural('ru', count, {
      one: 'Запрошен # документ.',
      few: 'Запрошено # документа.',
      many: 'Запрошено # документов.',
      other: 'Запрошено # документа.',
    }),
  list: 'Запрошено',
  end: 'Отозвать',
  states: {
    open: 'ждёт ответа',
    shown: 'показано',
    refused: 'человек не хочет',
    withdrawn: 'отозвано',
    expired: 'нет ответа',
    over: 'окончено',
  },
};
