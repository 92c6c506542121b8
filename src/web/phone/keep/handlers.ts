import { changeDraft } from '../store/drafts.js';
import { isPicture, keepFile, keepPage } from './keeping.js';
import { wholePhoto } from './page.js';
import { readCodes } from '../../workers/read-code.js';

/** What the page asks of this worker. */
export const handlers = {
  /** A page of a shot, to be looked at before it is kept. */
  page: wholePhoto,
  keepPage,
  isPicture,
  keepFile,
  change: changeDraft,
  readCodes,
};

export type Keeping = typeof handlers;
