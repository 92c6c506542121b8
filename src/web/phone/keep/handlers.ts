import { alone } from '../store/alone.js';
import { changeDraft, type Draft, dropDraft } from '../store/drafts.js';
import { asCard, moveShot, removeShot } from '../store/shots.js';
import { isPicture, keepFile, keepNext, keepPage, pageOf } from './keeping.js';
import { leaf, look, turn } from './looking.js';
import { wholePhoto } from './page.js';
import { readCodes } from '../../workers/read-code.js';
import { canGrow, keepGrown, keepOpened, keepRenewed, keepRenewedFile } from './versions.js';

/** What the page asks of this worker. */
export const handlers = {
  /** A page of a shot, to be looked at before it is kept. */
  page: wholePhoto,
  keepPage,
  keepNext,
  isPicture,
  keepFile,
  pageOf,
  keepGrown,
  keepOpened,
  canGrow,
  keepRenewed,
  keepRenewedFile,
  change: (id: string, to: Partial<Omit<Draft, 'id'>>) => alone(id, () => changeDraft(id, to)),
  drop: (id: string) => alone(id, () => dropDraft(id)),
  asCard,
  look,
  leaf,
  turn,
  remove: removeShot,
  move: moveShot,
  readCodes,
};

export type Keeping = typeof handlers;
