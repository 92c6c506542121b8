import { plural } from '../format.js';
import type { AskingWords } from './asking-words.js';

export const asking: AskingWords = {
  start: 'Il me manque…',
  title: (name) => `Demander à ${name}`,
  text: 'La demande vient sur son téléphone. Votre équipe la voit aussi.',
  which: 'Quels papiers\u00a0?',
  seek: 'Chercher un papier',
  nothing: 'Aucun papier de ce nom.',
  note: 'Un mot pour la personne, si vous voulez',
  send: (count) => plural('fr', count, { one: 'Demander # papier', other: 'Demander # papiers' }),
  sent: (count) => plural('fr', count, { one: '# papier est demandé.', other: '# papiers sont demandés.' }),
  list: 'Demandé',
  end: 'Retirer',
  states: {
    open: 'en attente',
    shown: 'montré',
    refused: 'la personne ne veut pas',
    withdrawn: 'retiré',
    expired: 'sans réponse',
    over: 'fini',
  },
};
