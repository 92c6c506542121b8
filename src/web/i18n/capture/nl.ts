import type { CaptureWords } from './words.js';

/** Dutch. To be reviewed by a native speaker. */
export const words: CaptureWords = {
  language: 'nl',
  photo: 'De foto',
  keepsPaper: 'Staat heel het papier in het kader?',
  keepsWhole: 'De hele foto bewaren?',
  isCut: 'Er mist een stuk van het papier.',
  good: 'Dat is goed',
  whole: 'Hele foto',
  adjust: 'Aanpassen',
  drag: 'Sleep of duw de hoeken.',
  corners: ['Hoek linksboven', 'Hoek rechtsboven', 'Hoek rechtsonder', 'Hoek linksonder'],
  arrows: { ArrowLeft: 'Naar links', ArrowRight: 'Naar rechts', ArrowUp: 'Omhoog', ArrowDown: 'Omlaag' },
  cornerAt: (corner, left, top) => `${corner}: ${left}% van de breedte, ${top}% van de hoogte`,
  faults: {
    too_many_pixels: 'Deze foto is te groot. Maak hem kleiner.',
    file_too_large: 'Dit bestand is te zwaar. Maak een foto van het papier.',
    empty_file: 'Dit bestand is leeg. Neem een ander.',
    truncated_file: 'Het eind van deze foto mist. Maak hem opnieuw.',
    broken_file: 'Deze foto is stuk. Maak hem opnieuw.',
    unsupported_type: 'Dit is geen foto. Maak een foto van het papier.',
  },
  fault: 'De foto lukte niet. Probeer het opnieuw.',
};
