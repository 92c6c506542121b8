import { plural } from '../format.js';
import type { TrainingWords } from './words.js';

export const words: TrainingWords = {
  language: 'ru',
  banner: 'Обучение: здесь всё выдумано',
  code: (code) => `Код всех: ${code}`,
  cards: 'Выдуманные карты',
  cardOf: (name) => `Карта: ${name}`,
  answers: (name) => `Отвечает ${name}`,
  phoneOf: (name) => `На телефоне: ${name}`,
  keep: 'Сохранить всё',
  kept: (count) =>
    plural('ru', count, {
      one: 'Сохранён # документ',
      few: 'Сохранено # документа',
      other: 'Сохранено # документов',
    }),
  show: 'Показать пункту',
  shown: 'Показано.',
  samples: 'Взять образцы',
  samplesText: 'Настоящих документов здесь нет. Возьмите наши образцы.',
  noPhone: 'Здесь продолжайте без телефона.',
  notHere: 'Эта служба не предлагает обучения.',
  stamp: 'ОБРАЗЕЦ',
  relay: 'Выдуманный пункт',
  purpose: 'Выдуманный запрос',
};
