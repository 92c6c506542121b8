import { statistics } from './counting.js';
import { ask, asked, forgetAsked, unask } from './asking.js';
import { decodeCard } from '../../../core/crypto/card-code.js';
import { cardCheck } from '../../../core/crypto/card-check.js';
import { canLeave, leave, type Sending, vouch } from './leaving.js';
import { closeLink, forgetLinks, links, makeLink } from './linking.js';
import { checkCode, checkInvitation, openOwn, ownCard } from './first.js';
import { comeBack as openAgain, lock as lockKeys, returnBy } from './opened.js';
import { forgetNames } from './names.js';
import { forgetShown, giveAllBack, meet, nameThem, people } from './people.js';
import { content, forgetRead, look, lookAll, thumbnail } from './reading.js';
import { checkCard, readPoster, relays, signIn, signInByKey, wordsAgree } from './signing.js';
import { counted, forgetTallyKeys, tally } from './tally.js';
import {
  endHand,
  forgetSpares,
  giveSpareBack,
  handDone,
  joinHand,
  posterText,
  putSpareAside,
  spares,
} from './spares.js';
import { accept, invite, invited, join, poster, remove, sealAll, type Sealing, setRole } from './team.js';
import { addKey, block, ways } from './ways.js';

const lock = (): void => {
  forgetRead();
  forgetAsked();
  forgetLinks();
  forgetSpares();
  forgetShown();
  forgetNames();
  forgetTallyKeys();
  lockKeys();
};

/** Back to where one was: with the keys comes what is shown now. Where that can't be had, no key stays either. */
const back = async (open: Promise<void>): Promise<void> => {
  await open;
  try {
    await people();
  } catch (error) {
    lock();
    throw error;
  }
};

const comeBack = (pin: string): Promise<void> => back(openAgain(pin));

/** By the card once more, where it was not read before. */
const comeBackByCard = (card: string, pin: string): Promise<void> =>
  back(returnBy({ cardSecret: decodeCard(card, cardCheck).secret, pin }));

/** By the passkey's answer, 32 bytes. */
const comeBackByKey = (passkey: Uint8Array): Promise<void> => back(returnBy({ passkey }));

/** What the page asks of the worker's account. Everything that is secret stays on this side. */
export const handlers = {
  checkCard,
  signIn,
  signInByKey,
  comeBack,
  comeBackByCard,
  comeBackByKey,
  checkInvitation,
  checkCode,
  openOwn,
  ownCard,
  ways,
  addKey,
  block,
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
  posterText,
  spares,
  joinHand,
  giveSpareBack,
  putSpareAside,
  handDone,
  endHand,
  forgetSpares,
};

export type Engine = typeof handlers;
export type News = Sending | Sealing;
