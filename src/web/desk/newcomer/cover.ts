import { useEffect } from 'preact/hooks';

/** While a screen is turned to the person, what lies behind it is out of reach of the keyboard, too. */
export const useCover = (): void => {
  useEffect(() => {
    const behind = [...document.querySelectorAll<HTMLElement>('.desk-top, .desk-foot')];
    for (const one of behind) one.inert = true;
    return () => {
      for (const one of behind) one.inert = false;
    };
  }, []);
};
