import { cardPicture, cardSheet, cardWaits, forgetCard } from './card.js';
import { eraseAll, takeOut, told, toldOf } from './account.js';
import { drops, endDrop, makeDrop } from './drops.js';
import { block, blockOthers, openers } from './devices.js';
import { guestAnswer, guestBegin, guestCode, guestJoin } from './guest.js';
import { healthIn, meetByCode, meetByWords, shelves } from './giving.js';
import { countLeft, keepLeft, left, leftContent, leftPicture, refuseLeft } from './left.js';
import { checkCard, checkCode, forgetSafe, getReady, login, open, unlock } from './opening.js';
import { newCard } from './new-card.js';
import { ownCode, room } from './own.js';
import { bin, content, edit, find, list, restore, seeOffline, thumbnail } from './papers.js';
import { pump } from './queue.js';
import { changeCode, checkOwnCode } from './renewing.js';
import { giveAndAnswer as give, refuseWanted, wanted, whoWants } from './wanted.js';
import {
  helpEnd,
  helpJoin,
  helpOpen,
  helpShow,
  helpWait,
  leaveSpare,
  spareHere,
  spareNews,
  spareSeen,
} from './spare.js';
import { lastLooks, showByLink, shown, takeItBack, whoSees } from './showing.js';

/** What the page asks of the safe. Everything that is secret stays on this side. */
export const handlers = {
  checkCode,
  getReady,
  open,
  unlock,
  forgetSafe,
  checkCard,
  login,
  checkOwnCode,
  changeCode,
  newCard,
  openers,
  block,
  blockOthers,
  cardWaits,
  cardPicture,
  cardSheet,
  forgetCard,
  setOffline: seeOffline,
  list,
  find,
  content,
  thumbnail,
  edit,
  bin,
  restore,
  send: pump,
  shown,
  lastLooks,
  whoSees,
  showByLink,
  takeItBack,
  meetByCode,
  meetByWords,
  shelves,
  healthIn,
  give,
  left,
  countLeft,
  leftPicture,
  leftContent,
  keepLeft,
  refuseLeft,
  wanted,
  refuseWanted,
  whoWants,
  drops,
  makeDrop,
  endDrop,
  spareHere,
  spareNews,
  spareSeen,
  leaveSpare,
  helpShow,
  helpJoin,
  helpWait,
  helpOpen,
  helpEnd,
  guestJoin,
  guestBegin,
  guestAnswer,
  guestCode,
  ownCode,
  room,
  told,
  toldOf,
  takeOut,
  eraseAll,
};

export type Engine = typeof handlers;
