import type { CaptureWords } from './words.js';

export const words: CaptureWords = {
  language: 'fr',
  photo: 'La photo',
  keepsPaper: 'Tout le papier est dans le cadre ?',
  keepsWhole: 'Garder toute la photo ?',
  isCut: 'Un bout du papier manque.',
  good: 'C’est bon',
  whole: 'Photo entière',
  adjust: 'Régler',
  drag: 'Glissez les coins, ou poussez-les.',
  corners: ['Coin en haut à gauche', 'Coin en haut à droite', 'Coin en bas à droite', 'Coin en bas à gauche'],
  arrows: {
    ArrowLeft: 'Vers la gauche',
    ArrowRight: 'Vers la droite',
    ArrowUp: 'Vers le haut',
    ArrowDown: 'Vers le bas',
  },
  cornerAt: (corner, left, top) => `${corner} : ${left} % de la largeur, ${top} % de la hauteur`,
  faults: {
    too_many_pixels: 'Cette photo est trop grande. Prenez-la en plus petit.',
    file_too_large: 'Ce fichier est trop lourd. Prenez une photo du papier.',
    empty_file: 'Ce fichier est vide. Prenez-en un autre.',
    truncated_file: 'La fin de cette photo manque. Prenez-la encore.',
    broken_file: 'Cette photo est abîmée. Prenez-la encore.',
    unsupported_type: 'Ce n’est pas une photo. Prenez une photo du papier.',
  },
  fault: 'La photo n’a pas marché. Essayez encore.',
};
