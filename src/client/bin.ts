import { commit, MAX_CHANGES } from './commit.js';
import type { Session } from './session.js';

const inBatches =
  (name: 'bin' | 'restore' | 'destroy') =>
  async (session: Session, docs: readonly string[]): Promise<void> => {
    const ids = [...new Set(docs)];
    for (let i = 0; i < ids.length; i += MAX_CHANGES) {
      await commit(session, { [name]: ids.slice(i, i + MAX_CHANGES) });
    }
  };

/** Puts papers into the bin, where they stay for 30 days; by id, `not_found` for an unknown one. */
export const binPaper = inBatches('bin');

/** Takes papers out of the bin. */
export const restorePaper = inBatches('restore');

/** Destroys papers at once, keys and bytes, all versions. Nothing can bring them back. */
export const destroyPaper = inBatches('destroy');
