import { useEffect, useState } from 'preact/hooks';
import { SafeError } from '../../core/errors.js';
import { engine, type Listed, onNews } from './engine/engine.js';

/**
 * The papers, looked at again whenever one went into the safe. `fault` is what the last look ended with; `stopped`, why
 * papers stay on this phone and will not go by themselves.
 */
export const usePapers = () => {
  const [listed, setListed] = useState<Listed | null>(null);
  const [fault, setFault] = useState<unknown>(null);
  const [stopped, setStopped] = useState<SafeError | null>(null);
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
    return onNews((news) => {
      setStopped(news.kind === 'stopped' ? new SafeError(news.code) : null);
      if (news.kind === 'sent') void look();
    });
  }, []);
  return { listed, fault, stopped, look };
};
