import { useEffect, useRef, useState } from 'preact/hooks';

interface Run<Step> {
  /** Shows a step, unless whoever looked has left. */
  readonly to: (step: Step) => void;
  /** Resolves once the person has said that both screens show the same. */
  readonly agreed: () => Promise<void>;
  readonly isLeft: () => boolean;
}

interface Joining<Step> {
  readonly first: Step;
  readonly run: (run: Run<Step>) => Promise<void>;
  readonly failed: (error: unknown) => Step;
  /** Whoever leaves, or begins again, leaves nothing behind. */
  readonly leave?: () => void;
}

/** The way from a code that is shown to another screen that is joined by it, which may be begun again. */
export const useJoining = <Step>({ first, run, failed, leave }: Joining<Step>) => {
  const [step, setStep] = useState(first);
  const [turn, setTurn] = useState(0);
  const agree = useRef<() => void>(() => undefined);
  useEffect(() => {
    let left = false;
    const to = (next: Step): void => {
      if (!left) setStep(() => next);
    };
    const agreed = (): Promise<void> =>
      new Promise((resolve) => {
        agree.current = resolve;
      });
    to(first);
    run({ to, agreed, isLeft: () => left }).catch((error: unknown) => to(failed(error)));
    return () => {
      left = true;
      leave?.();
    };
  }, [turn]);
  return { step, setStep, same: () => agree.current(), again: () => setTurn((count) => count + 1) };
};
