import { canLeave, leave, type Sending, vouch } from './leaving.js';
import { comeBack as openAgain, lock as lockKeys } from './opened.js';
import { forgetShown, giveAllBack, meet, people } from './people.js';
import { content, forgetRead, look, thumbnail } from './reading.js';
import { checkCard, readPoster, relays, signIn, wordsAgree } from './signing.js';
import { endHand, giveBack, handDone, joinHand, posterText, spares } from './spares.js';
import { accept, invite, invited, join, poster, remove, sealAll, type Sealing, setRole } from './team.js';

const lock = (): void => {
  forgetRead();
  void endHand();
  forgetShown();
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
  giveAllBack,
  look,
  content,
  thumbnail,
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
  posterText,
  spares,
  joinHand,
  giveBack,
  handDone,
  endHand,
};

export type Engine = typeof handlers;
export type News = Sending | Sealing;
