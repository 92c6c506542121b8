import { useEffect, useState } from 'preact/hooks';
import { engine, onNews, type PaperLists } from './engine/engine.js';

export type Listed = PaperLists & { readonly fresh: boolean };

/** The papers, looked at again whenever one went into the safe. `fault` is what the last look ended with. */
export const usePapers = () => {
  const [listed, setListed] = useState<Listed | null>(null);
  const [fault, setFault] = useState<unknown>(null);
  const look = async (): Promise<void> => {
    try {
      setListed(await engine().list());
      setFault(null);
    } catch (error) {
      setFault(error);
    }
  };
  useEffect(() => {
    void look();
    return onNews(({ kind }) => {
      if (kind === 'sent') void look();
    });
  }, []);
  return { listed, fault, look };
};
