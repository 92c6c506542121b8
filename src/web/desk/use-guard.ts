import { useEffect, useRef } from 'preact/hooks';

/** Nobody closes the tab by mistake while something would be lost. */
export const useGuard = (wouldLose: () => boolean): void => {
  const now = useRef(wouldLose);
  now.current = wouldLose;
  useEffect(() => {
    const guard = (event: BeforeUnloadEvent): void => {
      if (now.current()) event.preventDefault();
    };
    addEventListener('beforeunload', guard);
    return () => removeEventListener('beforeunload', guard);
  }, []);
};
