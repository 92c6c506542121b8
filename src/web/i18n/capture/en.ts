import type { CaptureWords } from './words.js';

export const words: CaptureWords = {
  language: 'en',
  photo: 'The photo',
  keepsPaper: 'Is the whole paper in the frame?',
  keepsWhole: 'Keep the whole photo?',
  isCut: 'A part of the paper is missing.',
  good: 'It’s good',
  whole: 'Whole photo',
  adjust: 'Adjust',
  drag: 'Drag the corners, or push them.',
  corners: ['Top left corner', 'Top right corner', 'Bottom right corner', 'Bottom left corner'],
  arrows: { ArrowLeft: 'To the left', ArrowRight: 'To the right', ArrowUp: 'Up', ArrowDown: 'Down' },
  cornerAt: (corner, left, top) => `${corner}: ${left}% of the width, ${top}% of the height`,
  faults: {
    too_many_pixels: 'This photo is too large. Take it smaller.',
    file_too_large: 'This file is too heavy. Take a photo of the paper.',
    empty_file: 'This file is empty. Take another one.',
    truncated_file: 'The end of this photo is missing. Take it again.',
    broken_file: 'This photo is damaged. Take it again.',
    unsupported_type: 'This is not a photo. Take a photo of the paper.',
  },
  fault: 'The photo did not work. Try again.',
};
