/** What the card says. Sentences of at most 12 words; each array is one text with its line breaks. */
export interface CardTexts {
  readonly title: string;
  readonly name: string;
  readonly what: readonly string[];
  readonly belongsTo: string;
  readonly showable: readonly string[];
  readonly found: readonly string[];
  readonly made: string;
  readonly hide: readonly string[];
  readonly own: readonly string[];
  readonly type: string;
  readonly lostPhone: string;
  readonly lostPhoneThen: string;
  readonly lostCard: string;
  readonly lostCardThen: string;
  readonly fold: string;
  readonly steps: readonly (readonly string[])[];
}

export type CardLanguage = 'fr' | 'en';

const FRENCH: CardTexts = {
  title: 'Pochette',
  name: 'Carte de secours',
  what: ['Avec cette carte et votre code,', 'retrouvez vos papiers.'],
  belongsTo: 'Carte de',
  showable: ['Vous pouvez montrer', 'ce côté à quelqu’un', 'qui vous aide.'],
  found: [
    'Carte trouvée\u00a0? Sans le code, elle n’ouvre rien.',
    'Donnez-la à une association. Merci\u00a0!',
  ],
  made: 'Faite le',
  hide: ['Ne montrez ce côté', 'à personne.'],
  own: ['Il ne sert qu’à vous, avec votre code.', 'N’écrivez jamais votre code ici.'],
  type: 'Pas d’appareil photo\u00a0? Tapez ces signes\u00a0:',
  lostPhone: 'Téléphone perdu\u00a0? Allez sur\u00a0:',
  lostPhoneThen: 'Scannez cette carte. Tapez votre code.',
  lostCard: 'Carte perdue\u00a0?',
  lostCardThen: 'Allez dans un relais. Vos papiers sont gardés.',
  fold: 'Pliez ici',
  steps: [
    ['Coupez sur', 'les pointillés.'],
    ['Pliez au milieu.', 'Collez les côtés.'],
    ['Gardez la carte', 'sur vous.'],
    ['Ensuite, effacez', 'ce fichier.'],
  ],
};

const ENGLISH: CardTexts = {
  title: 'Pochette',
  name: 'Rescue card',
  what: ['With this card and your code,', 'you get your papers back.'],
  belongsTo: 'Card of',
  showable: ['You may show', 'this side to someone', 'who helps you.'],
  found: ['Found this card? It opens nothing without the code.', 'Please give it to a charity. Thank you!'],
  made: 'Made on',
  hide: ['Show this side', 'to nobody.'],
  own: ['It is for you alone, with your code.', 'Never write your code here.'],
  type: 'No camera? Type these signs:',
  lostPhone: 'Lost your phone? Go to:',
  lostPhoneThen: 'Scan this card. Type your code.',
  lostCard: 'Lost this card?',
  lostCardThen: 'Go to a relay. Your papers are kept.',
  fold: 'Fold here',
  steps: [
    ['Cut along', 'the dotted line.'],
    ['Fold in the middle.', 'Glue the sides.'],
    ['Keep the card', 'on you.'],
    ['Then delete', 'this file.'],
  ],
};

export const CARD_TEXTS: Readonly<Record<CardLanguage, CardTexts>> = { fr: FRENCH, en: ENGLISH };
