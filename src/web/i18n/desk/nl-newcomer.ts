import type { NewcomerWords } from './newcomer-words.js';

export const newcomer: NewcomerWords = {
  title: 'Een nieuwe persoon',
  text: 'Meer vragen we niet. De naam mag verzonnen zijn.',
  nickname: 'Hoe noemen we de persoon?',
  nicknameText: 'Die naam komt op de kaart.',
  language: 'De taal van de persoon',
  next: 'Verder',
  turn: 'Draai het scherm naar de persoon.',
  notice: {
    title: 'Een map voor uw papieren?',
    points: [
      'Er is 50 MB plaats, of meer met een steunpunt.',
      'Uw papieren zijn versleuteld. Alleen u leest ze.',
      'U kiest aan wie u ze toont.',
      'Kaart of code kwijt? Dan zijn de papieren kwijt.',
      'U wist alles wanneer u wilt.',
      'Het is gratis. U mag nee zeggen.',
    ],
    yes: 'Ja',
    no: 'Nee',
  },
  phone: {
    title: 'Is er een telefoon?',
    text: 'De persoon scant deze code en opent zelf de map.',
    picture: 'Code naar de app',
    none: 'Geen telefoon',
    done: 'Hij is open',
  },
  lookAway: {
    title: 'Kijk even weg, alstublieft',
    text: 'De persoon typt de code. Niemand anders mag hem zien.',
    go: 'Ik kijk weg',
  },
  code: {
    choose: 'Kies een code',
    chooseText: 'Zes cijfers, voor u alleen. Niemand mag ze zien.',
    again: 'Nog een keer',
    opening: 'Uw map gaat open…',
  },
  card: {
    title: 'Uw noodkaart',
    text: 'Druk hem af, vouw hem en houd hem bij u. Het geheim staat hier niet.',
    a6: 'A6 afdrukken',
    a4: 'A4 afdrukken',
    done: 'Ik heb hem',
    sure: 'Is de kaart goed afgedrukt, aan beide kanten?',
    again: 'Opnieuw afdrukken',
    front: 'De kant van de kaart die u mag tonen',
    back: 'De geheime kant van de kaart',
  },
  ready: {
    title: (name) => `De map van ${name} is open`,
    text: 'Uw steunpunt kent de persoon: de map heeft meer plaats.',
    noRoom: 'Uw steunpunt kon niet meer plaats geven.',
    papers: 'Papieren scannen',
    finish: 'Later',
  },
  refused: {
    title: 'Goed: nee',
    text: 'Er ging niets open en er blijft niets.',
  },
};
