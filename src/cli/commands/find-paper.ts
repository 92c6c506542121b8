import type { Paper } from '../../client/paper.js';
import { listPapers } from '../../client/papers.js';
import type { Session } from '../../client/session.js';
import { inOrder } from '../choose.js';

/** The papers in the order of `list` or, with `bin`, of `list --bin`. */
export const listedPapers = async (session: Session, bin: boolean): Promise<Paper[]> => {
  const { papers, binned } = await listPapers(session);
  return inOrder(bin ? binned : papers);
};
