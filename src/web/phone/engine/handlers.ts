import { cardPicture, cardSheet, cardWaits, forgetCard } from './card.js';
import { setOffline } from './cache.js';
import { eraseAll, takeOut, told } from './account.js';
import { block, blockOthers, openers } from './devices.js';
import { checkCard, checkCode, forgetSafe, login, open, unlock } from './opening.js';
import { bin, content, edit, find, list, restore, thumbnail } from './papers.js';
import { pump } from './queue.js';
import { changeCode, checkOwnCode } from './renewing.js';
import { showByLink, shown, takeItBack } from './showing.js';

/** What the page asks of the safe. Everything that is secret stays on this side. */
export const handlers = {
  checkCode,
  open,
  unlock,
  forgetSafe,
  checkCard,
  login,
  checkOwnCode,
  changeCode,
  openers,
  block,
  blockOthers,
  cardWaits,
  cardPicture,
  cardSheet,
  forgetCard,
  setOffline,
  list,
  find,
  content,
  thumbnail,
  edit,
  bin,
  restore,
  send: pump,
  shown,
  showByLink,
  takeItBack,
  told,
  takeOut,
  eraseAll,
};

export type Engine = typeof handlers;
