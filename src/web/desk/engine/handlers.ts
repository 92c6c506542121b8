import { statistics } from './counting.js';
import { ask, asked, forgetAsked, unask } from './asking.js';
import { canLeave, leave, type Sending, vouch } from './leaving.js';
import { closeLink, forgetLinks, links, makeLink } from './linking.js';
import { comeBack as openAgain, lock as lockKeys } from './opened.js';
import { forgetNames } from './names.js';
import { forgetShown, giveAllBack, meet, nameThem, people } from './people.js';
import { content, forgetRead, look, lookAll, thumbnail } from './reading.js';
import { checkCard, readPoster, relays, signIn, wordsAgree } from './signing.js';
import { counted, forgetTallyKeys, tally } from './tally.js';
import { accept, invite, invited, join, poster, remove, sealAll, type Sealing, setRole } from './team.js';

const lock = (): void => {
  forgetRead();
  forgetAsked();
  forgetLinks();
  forgetShown();
  forgetNames();
  forgetTallyKeys();
  lockKeys();
};

/** Back to where one was: with the keys comes what is shown now. Where that can't be had, no key stays either. */
const comeBack = async (pin: string): Promise<void> => {
  await openAgain(pin);
  try {
    await people();
  } catch (error) {
    lock();
    throw error;
  }
};

/** What the page asks of the worker's account. Everything that is secret stays on this side. */
export const handlers = {
  checkCard,
  signIn,
  comeBack,
  lock,
  relays,
  readPoster,
  wordsAgree,
  people,
  meet,
  nameThem,
  tally,
  counted,
  statistics,
  giveAllBack,
  look,
  lookAll,
  links,
  makeLink,
  closeLink,
  content,
  thumbnail,
  asked,
  ask,
  unask,
  canLeave,
  leave,
  vouch,
  invite,
  invited,
  accept,
  remove,
  setRole,
  sealAll,
  join,
  poster,
};

export type Engine = typeof handlers;
export type News = Sending | Sealing;
