import type { NewcomerWords } from './newcomer-words.js';

export const newcomer: NewcomerWords = {
  title: 'New person',
  text: 'Nothing else is asked. The name may be made up.',
  nickname: 'What do we call them?',
  nicknameText: 'It is printed on their card.',
  language: 'Their language',
  next: 'Go on',
  turn: 'Turn the screen to the person.',
  notice: {
    title: 'A safe for your papers?',
    points: [
      'There is room for 50 MB, or more with a relay.',
      'Your papers are encrypted. You alone read them.',
      'You choose to whom you show them.',
      'Card lost or code lost: papers lost.',
      'You erase everything whenever you want.',
      'It is free. You may say no.',
    ],
    yes: 'Yes',
    no: 'No',
  },
  phone: {
    title: 'Do they have a phone?',
    text: 'The person scans this code and opens their safe themselves.',
    picture: 'Code that leads to the app',
    none: 'No phone',
    done: 'It is open',
  },
  lookAway: {
    title: 'Please look away',
    text: 'The person types their code. This code is theirs alone.',
    go: 'I look away',
  },
  code: {
    choose: 'Choose a code',
    chooseText: 'Six digits, for you alone. Nobody may see them.',
    again: 'Once more',
    opening: 'Your safe is being opened…',
  },
  card: {
    title: 'Your rescue card',
    text: 'Print it, fold it, keep it on you. The secret is not shown here.',
    a6: 'Print A6',
    a4: 'Print A4',
    done: 'I have it',
    sure: 'Is the card printed well, on both sides?',
    again: 'Print again',
    front: 'The side of the card that may be shown',
    back: 'The secret side of the card',
  },
  ready: {
    title: (name) => `The safe of ${name} is open`,
    text: 'Your relay knows them: they have more room.',
    noRoom: 'Your relay could not give them more room.',
    papers: 'Scan papers',
    finish: 'Later',
  },
  refused: {
    title: 'Noted: no',
    text: 'Nothing was opened, nothing is kept.',
  },
};
