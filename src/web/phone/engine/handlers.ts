import { cardPicture, cardSheet, cardWaits, forgetCard } from './card.js';
import { isOffline, setOffline } from './cache.js';
import { blockOthers, otherPhones } from './devices.js';
import { checkCard, checkCode, login, open, unlock } from './opening.js';
import { bin, content, edit, find, list, restore, thumbnail } from './papers.js';
import { pump } from './queue.js';

/** What the page asks of the safe. Everything that is secret stays on this side. */
export const handlers = {
  checkCode,
  open,
  unlock,
  checkCard,
  login,
  otherPhones,
  blockOthers,
  cardWaits,
  cardPicture,
  cardSheet,
  forgetCard,
  isOffline,
  setOffline,
  list,
  find,
  content,
  thumbnail,
  edit,
  bin,
  restore,
  send: pump,
};

export type Engine = typeof handlers;
