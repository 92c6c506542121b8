import { plural } from '../format.js';
import type { AskingWords } from './asking-words.js';

export const asking: AskingWords = {
  start: 'Мені бракує…',
  title: (name) => `Попросити: ${name}`,
  text: 'Прохання видно на телефоні людини. Ваша команда теж його бачить.',
  which: 'Які документи?',
  seek: 'Знайти документ',
  nothing: 'Документа з такою назвою немає.',
  note: 'Слово для людини, якщо хочете',
  send: (count) =>
    plural('uk', count, {
      one: 'Попросити # документ',
      few: 'Попросити # документи',
      many: 'Попросити # документів',
      other: 'Попросити # документа',
    }),
  sent: (count) =>
    plural('uk', count, {
      one: 'Запитано # документ.',
      few: 'Запитано # документи.',
      many: 'Запитано # документів.',
      other: 'Запитано # документа.',
    }),
  list: 'Запитано',
  end: 'Відкликати',
  states: {
    open: 'чекає',
    shown: 'показано',
    refused: 'людина не хоче',
    withdrawn: 'відкликано',
    expired: 'без відповіді',
    over: 'закінчено',
  },
};
