import { plural } from '../format.js';
import type { PileWords } from './pile-words.js';

export const pile: PileWords = {
  title: (name) => `Papiers pour ${name}`,
  drop: 'Posez les pages ici',
  dropText: 'Photos et PDF. Elles vont dans la pochette de la personne, qui les confirme.',
  folder: 'Relier le scanner',
  files: 'Choisir des fichiers',
  watching: (folder) => `Le scanner est relié (${folder}). À vous.`,
  mayRead: 'Une fois reçus, les fichiers du scanner sont effacés.',
  help: {
    title: 'Au clavier',
    kind: 'nouveau papier de ce type',
    same: 'même papier',
    drop: 'jeter la page',
    turn: 'tourner',
    side: 'verso de la carte',
    undo: 'revenir d’un pas',
  },
  keys: { enter: 'Entrée', delete: 'Suppr' },
  page: (number, total) => `Page ${number} sur ${total}`,
  noPicture: 'Pas d’aperçu de ce fichier. Il part tel quel.',
  waiting: (count) => plural('fr', count, { one: 'encore # page', other: 'encore # pages' }),
  paper: (kind, pages) => `${kind}, ${plural('fr', pages, { one: '# page', other: '# pages' })}`,
  sorted: 'Tout est rangé.',
  send: (count) => `Envoyer (${count})`,
  throwAway: (count) => `Jeter (${count})`,
  pause: 'Pause',
  goOn: 'Continuer',
  sent: (done, all) => `${done} sur ${all} reçus`,
  trying: 'Le réseau manque. On réessaie tout seul.',
  again: 'Réessayer',
  doneTitle: (count) => plural('fr', count, { one: '# papier est là', other: '# papiers sont là' }),
  doneText: 'La personne les confirme sur son téléphone, ou avec sa carte.',
  removed: (count) =>
    plural('fr', count, {
      one: 'On a effacé # fichier du scanner.',
      other: 'On a effacé # fichiers du scanner.',
    }),
  left: (count) =>
    plural('fr', count, {
      one: '# fichier est resté sur ce poste. À vous de l’ôter.',
      other: '# fichiers sont restés sur ce poste. À vous de les ôter.',
    }),
  finish: 'Retour aux personnes',
  bad: (name, why) => `${name}\u00a0: ${why}`,
  states: { ready: 'prêt', sending: 'en route', sent: 'reçu', failed: 'pas parti' },
};
