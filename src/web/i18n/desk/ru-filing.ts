import { plural } from '../format.js';
import type { FilingWords } from './filing-words.js';

export const filing: FilingWords = {
  start: 'Собрать дело',
  about: 'Что верно для человека',
  ask: (count) =>
    plural('ru', count, {
      one: 'Попросить # недостающий документ',
      few: 'Попросить # недостающих документа',
      many: 'Попросить # недостающих документов',
      other: 'Попросить # недостающего документа',
    }),
  asked: 'запрошено',
  link: {
    start: 'Отправить в учреждение',
    text: 'Человек видит эту ссылку и кто её сделал. Он может её отозвать.',
    agency: 'Какое учреждение?',
    papers: 'Документы',
    howLong: 'На какой срок?',
    days: (count) => plural('ru', count, { one: '# день', few: '# дня', many: '# дней', other: '# дня' }),
    make: 'Сделать ссылку',
    made: 'Ссылка готова',
    address: 'Адрес',
    code: 'Код',
    apart: 'Отправьте адрес, а код скажите по телефону.',
    once: 'Запишите всё сейчас: это показывают один раз.',
    copy: 'Копировать',
    copied: 'Скопировано.',
    list: 'Ссылки',
    opened: (count) =>
      plural('ru', count, {
        one: 'открыта # раз',
        few: 'открыта # раза',
        many: 'открыта # раз',
        other: 'открыта # раза',
      }),
    close: 'Закрыть',
    unnamed: 'Учреждение',
    states: {
      open: 'открыта',
      frozen: 'закрыта после десяти неверных кодов',
      used_up: 'все открытия использованы',
      expired: 'срок вышел',
      ended: 'закрыта',
    },
  },
};
