import type { CaptureWords } from './words.js';

/** Ukrainian. To be reviewed by a native speaker. */
export const words: CaptureWords = {
  language: 'uk',
  photo: 'Фото',
  keepsPaper: 'Увесь документ у рамці?',
  keepsWhole: 'Залишити все фото?',
  isCut: 'Частини документа не видно.',
  good: 'Добре',
  whole: 'Усе фото',
  adjust: 'Поправити',
  drag: 'Рухайте кути пальцем або кнопками.',
  corners: ['Лівий верхній кут', 'Правий верхній кут', 'Правий нижній кут', 'Лівий нижній кут'],
  arrows: { ArrowLeft: 'Ліворуч', ArrowRight: 'Праворуч', ArrowUp: 'Угору', ArrowDown: 'Униз' },
  cornerAt: (corner, left, top) => `${corner}: ${left}% ширини, ${top}% висоти`,
  faults: {
    too_many_pixels: 'Це фото завелике. Зніміть менше.',
    file_too_large: 'Файл заважкий. Зніміть документ.',
    empty_file: 'Файл порожній. Візьміть інший.',
    truncated_file: 'У фото немає кінця. Зніміть ще раз.',
    broken_file: 'Фото зіпсоване. Зніміть ще раз.',
    unsupported_type: 'Це не фото. Зніміть документ.',
  },
  fault: 'Фото не вийшло. Спробуйте ще раз.',
};
