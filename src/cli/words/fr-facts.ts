import type { Words } from './words.js';

/** French: what was noticed in a file, and what was taken out of it. */
export const frFacts: Pick<Words, 'notes' | 'removed'> = {
  notes: {
    locked_pdf: 'Ce PDF est fermé par un mot de passe. Il est gardé tel quel.',
    pdf_script: 'Ce PDF contient un programme. Il est gardé tel quel\u00a0; rien n’en est lancé ici.',
    may_be_damaged: 'Ce PDF a un défaut. Vérifiez qu’il s’ouvre avant de jeter le papier.',
    name_does_not_match: 'Son nom annonce un autre type de fichier. C’est le contenu qui compte.',
    animated: 'Cette image bouge. Elle est gardée entière.',
    tiny_picture: 'Cette image est très petite. Vérifiez qu’on peut la lire.',
  },
  removed: {
    exif: 'les données de l’appareil',
    position: 'le lieu de la photo',
    thumbnail: 'une petite copie',
    xmp: 'les données de retouche',
    iptc: 'les données de presse',
    comment: 'un commentaire',
    time: 'l’heure',
    second_image: 'une seconde image',
    appended_data: 'des données cachées à la fin',
    other_metadata: 'd’autres données',
  },
};
