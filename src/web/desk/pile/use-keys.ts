import { useEffect, useRef } from 'preact/hooks';
import { asciiDigit, KEY_KINDS } from './keys.js';
import type { Pile } from './pile.js';

/** Whether a key belongs to something that is being typed into. */
const isTyped = (target: EventTarget | null): boolean =>
  target instanceof Element && target.closest('input, select, textarea') !== null;

const isPressed = (target: EventTarget | null): boolean =>
  target instanceof Element && target.closest('button, a') !== null;

/** The whole pile by keyboard, at one key a page. */
export const usePileKeys = (pile: Pile, hasPage: boolean, onDone: () => void): void => {
  const now = useRef({ hasPage, onDone });
  now.current = { hasPage, onDone };
  useEffect(() => {
    const act = (event: KeyboardEvent): boolean => {
      if (event.key === 'Backspace' || event.key === 'ArrowUp') {
        pile.unsay();
        return true;
      }
      if (!now.current.hasPage) return false;
      const kind = KEY_KINDS[asciiDigit(event.key) - 1];
      if (kind) pile.say({ kind });
      else if (event.key === 'Enter') pile.say('same');
      else if (event.key === 'Delete') pile.say('drop');
      else if (event.key === 'r' || event.key === 'R') pile.turn();
      else if (event.key === 'v' || event.key === 'V') pile.say('back');
      else return false;
      return true;
    };
    const listen = (event: KeyboardEvent): void => {
      if (event.ctrlKey || event.metaKey || event.altKey || isTyped(event.target)) return;
      if (event.key === 'Enter' && isPressed(event.target)) return;
      if (!act(event)) return;
      event.preventDefault();
      now.current.onDone();
    };
    addEventListener('keydown', listen);
    return () => removeEventListener('keydown', listen);
  }, [pile]);
};
