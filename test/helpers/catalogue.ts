/** Every sentence of a catalogue by its place; what has a number in it, for numbers of all kinds. */
export const sentencesOf = (words: object): Map<string, string> => {
  const found = new Map<string, string>();
  const add = (place: string, value: unknown): void => {
    if (typeof value === 'string') found.set(place, value);
    else if (typeof value === 'function') {
      const say = value as (...args: unknown[]) => string;
      for (const n of [0, 1, 2, 3, 11, 100]) add(`${place}(${n})`, say(n, n, n));
    } else for (const [name, inner] of Object.entries(value as object)) add(`${place}.${name}`, inner);
  };
  for (const [name, value] of Object.entries(words)) add(name, value);
  return found;
};

/** LIX (Björnsson 1968): words in a sentence, and how many of a hundred are longer than six letters. */
export const lix = (text: string): number => {
  const all = text.match(/[\p{L}’'-]+/gu) ?? [];
  const sentences = text.match(/[.!?:…](?:\s|$)/g) ?? [];
  return (
    all.length / Math.max(1, sentences.length) +
    (100 * all.filter((word) => word.length > 6).length) / all.length
  );
};
