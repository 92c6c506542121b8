import type { CaptureWords } from './words.js';

/** Russian. To be reviewed by a native speaker. */
export const words: CaptureWords = {
  language: 'ru',
  photo: 'Фото',
  keepsPaper: 'Весь документ в рамке?',
  keepsWhole: 'Оставить всё фото?',
  isCut: 'Часть документа не видна.',
  good: 'Хорошо',
  whole: 'Всё фото',
  adjust: 'Поправить',
  drag: 'Двигайте углы пальцем или кнопками.',
  corners: ['Левый верхний угол', 'Правый верхний угол', 'Правый нижний угол', 'Левый нижний угол'],
  arrows: { ArrowLeft: 'Влево', ArrowRight: 'Вправо', ArrowUp: 'Вверх', ArrowDown: 'Вниз' },
  cornerAt: (corner, left, top) => `${corner}: ${left}% ширины, ${top}% высоты`,
  faults: {
    too_many_pixels: 'Это фото слишком большое. Снимите поменьше.',
    file_too_large: 'Файл слишком тяжёлый. Снимите документ.',
    empty_file: 'Файл пустой. Возьмите другой.',
    truncated_file: 'У фото нет конца. Снимите ещё раз.',
    broken_file: 'Фото испорчено. Снимите ещё раз.',
    unsupported_type: 'Это не фото. Снимите документ.',
  },
  fault: 'Фото не получилось. Попробуйте ещё раз.',
};
