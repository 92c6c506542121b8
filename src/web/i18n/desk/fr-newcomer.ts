import type { NewcomerWords } from './newcomer-words.js';

export const newcomer: NewcomerWords = {
  title: 'Nouvelle personne',
  text: 'Rien d’autre n’est demandé. Le nom peut être inventé.',
  nickname: 'Comment l’appeler\u00a0?',
  nicknameText: 'Il est imprimé sur sa carte.',
  language: 'Sa langue',
  next: 'Continuer',
  turn: 'Tournez l’écran vers elle.',
  notice: {
    title: 'Une pochette pour vos papiers\u00a0?',
    points: [
      'Il y a 50 Mo de place, ou plus avec un relais.',
      'Vos papiers sont chiffrés. Personne d’autre ne les lit.',
      'Vous choisissez à qui vous les montrez.',
      'Carte perdue ou code perdu\u00a0: papiers perdus.',
      'Vous effacez tout quand vous voulez.',
      'C’est gratuit. Vous pouvez dire non.',
    ],
    yes: 'Oui',
    no: 'Non',
  },
  phone: {
    title: 'A-t-elle un téléphone\u00a0?',
    text: 'La personne scanne ce code et ouvre sa pochette elle-même.',
    picture: 'Code vers l’application',
    none: 'Pas de téléphone',
    done: 'C’est ouvert',
  },
  lookAway: {
    title: 'Regardez ailleurs, s’il vous plaît',
    text: 'La personne tape son code. Ce code est à elle seule.',
    go: 'Je ne regarde pas',
  },
  code: {
    choose: 'Choisissez un code',
    chooseText: 'Six chiffres, pour vous seul. Personne ne doit les voir.',
    again: 'Encore une fois',
    opening: 'On ouvre votre pochette…',
  },
  card: {
    title: 'Votre carte de secours',
    text: 'Imprimez, pliez, gardez-la sur vous. Le secret n’est pas montré ici.',
    a6: 'Imprimer A6',
    a4: 'Imprimer A4',
    done: 'J’ai ma carte',
    sure: 'La carte est bien imprimée, des deux côtés\u00a0?',
    again: 'Imprimer encore',
    front: 'Le côté de la carte que l’on peut montrer',
    back: 'Le côté secret de la carte',
  },
  ready: {
    title: (name) => `C’est ouvert pour ${name}`,
    text: 'Votre relais la connaît\u00a0: elle a plus de place.',
    noRoom: 'Votre relais n’a pas pu lui donner plus de place.',
    papers: 'Numériser des papiers',
    finish: 'Plus tard',
  },
  refused: {
    title: 'C’est noté\u00a0: non',
    text: 'Rien n’a été ouvert, rien n’est gardé.',
  },
};
