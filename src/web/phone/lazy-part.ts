import { useEffect, useState } from 'preact/hooks';
import type { Language } from '../i18n/language.js';

/** How far a part is for a screen. */
export interface Coming<Part> {
  /** Null until it is there. */
  readonly part: Part | null;
  /** The line did not bring it; `again` asks once more. */
  readonly failed: boolean;
  again(): void;
}

/** Screens with their words that are no part of what comes first. */
export interface LazyPart<Part> {
  /** Once for each language. Rejects where the line does not bring it; the next call asks again. */
  load(language: Language): Promise<Part>;
  /** The same for a screen, from when it is needed; where it was loaded before, it is there at once. */
  use(language: Language, needed?: boolean): Coming<Part>;
}

export const lazyPart = <Part>(bring: (language: Language) => Promise<Part>): LazyPart<Part> => {
  const here = new Map<Language, Part>();
  const load = async (language: Language): Promise<Part> => {
    const part = here.get(language) ?? (await bring(language));
    here.set(language, part);
    return part;
  };
  const use = (language: Language, needed = true): Coming<Part> => {
    const [failed, setFailed] = useState(false);
    const [, showAnew] = useState({});
    const part = here.get(language) ?? null;
    const again = (): void => {
      setFailed(false);
      load(language).then(
        () => showAnew({}),
        () => setFailed(true),
      );
    };
    useEffect(() => {
      if (needed && !part) again();
    }, [language, needed]);
    return { part, failed, again };
  };
  return { load, use };
};
