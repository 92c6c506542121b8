import { plural } from '../format.js';
import type { TrainingWords } from './words.js';

export const words: TrainingWords = {
  language: 'uk',
  banner: 'Навчання: тут усе вигадане',
  code: (code) => `Код усіх: ${code}`,
  cards: 'Вигадані картки',
  cardOf: (name) => `Картка: ${name}`,
  answers: (name) => `Відповідає ${name}`,
  phoneOf: (name) => `На телефоні: ${name}`,
  keep: 'Зберегти все',
  kept: (count) =>
    plural('uk', count, {
      one: 'Збережено # документ',
      few: 'Збережено # документи',
      other: 'Збережено # документів',
    }),
  show: 'Показати пункту',
  shown: 'Показано.',
  samples: 'Взяти зразки',
  samplesText: 'Тут немає справжніх документів. Візьміть наші зразки.',
  noPhone: 'Тут продовжуйте без телефона.',
  notHere: 'Ця служба не має навчання.',
  stamp: 'ЗРАЗОК',
  relay: 'Вигаданий пункт',
  purpose: 'Вигаданий запит',
};
