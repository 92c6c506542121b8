/** Every sentence of a part that is always the same, by its words, with its name: `phone.start.title`. */
export const sentencesIn = (part: string, words: object): Map<string, string> => {
  const found = new Map<string, string>();
  const add = (place: string, value: unknown): void => {
    if (typeof value === 'string') {
      // said at several places, recorded once, under the first name
      if (!found.has(value)) found.set(value, place);
    } else if (typeof value === 'object' && value !== null) {
      for (const [name, inner] of Object.entries(value)) add(`${place}.${name}`, inner);
    }
  };
  const { language: _, ...said } = words as { readonly language?: string };
  add(part, said);
  return found;
};

const known = new Map<string, ReadonlyMap<string, string>>();

/** Tells what a part says from now on: its words as they are on the screen lead to what was recorded of them. */
export const knowSentences = (part: string, words: object): void => {
  known.set(part, sentencesIn(part, words));
};

/** The name of a sentence that stands on the screen. */
export const nameOf = (text: string): string | undefined => {
  for (const sentences of known.values()) {
    const name = sentences.get(text);
    if (name !== undefined) return name;
  }
  return undefined;
};
