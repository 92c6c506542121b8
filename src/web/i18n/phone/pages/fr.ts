import { plural } from '../../format.js';
import type { PagesWords } from './words.js';

export const words: PagesWords = {
  language: 'fr',
  another: 'Encore une page',
  page: (number) => `Page ${number}`,
  order: {
    change: 'Changer l’ordre',
    earlier: 'Avant',
    later: 'Après',
    at: (number, all) => `Page ${number} sur ${all}`,
  },
  turn: 'Tourner',
  remove: 'Enlever',
  changed: 'Le papier, maintenant',
  good: 'C’est bon',
  cancel: 'Annuler',
  back: { title: 'Le dos ?', photo: 'Photo', none: 'Pas de dos' },
  renew: 'Remplacer',
  note: { title: 'Note', none: 'Écrire', save: 'Enregistrer' },
  sort: {
    waiting: (papers) => plural('fr', papers, { one: '# papier à ranger', other: '# papiers à ranger' }),
    begin: 'Ranger',
  },
  unfinished: { text: (title) => `« ${title} » : à terminer.`, go: 'Terminer' },
  ending: (days) =>
    days === 0
      ? 'finit aujourd’hui'
      : plural('fr', days, { one: 'finit dans # jour', other: 'finit dans # jours' }),
  daysLeft: (days) => (days === 0 ? 'aujourd’hui' : plural('fr', days, { one: '# jour', other: '# jours' })),
  search: {
    open: 'Chercher',
    title: 'Quel papier ?',
    field: 'Un mot',
    nothing: 'Rien trouvé.',
    all: 'Tous',
  },
};
