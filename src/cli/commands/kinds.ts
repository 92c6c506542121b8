import { KIND_CATEGORIES, KINDS } from '../../core/kinds.js';
import type { Command, Outcome } from '../command.js';
import { padEnd } from '../text-width.js';

const ID_COLUMN = 24;

export const kinds: Command = {
  options: [],
  takes: [0, 0],
  run: async ({ words, screen }): Promise<Outcome> => {
    const { language } = words;
    for (const [category, names] of Object.entries(KIND_CATEGORIES)) {
      screen.say(screen.paint('strong', names[language]));
      for (const kind of KINDS.filter((each) => each.category === category)) {
        screen.say(`  ${padEnd(kind.id, ID_COLUMN)}${kind[language]}`);
      }
    }
    const list = KINDS.map((kind) => ({ id: kind.id, category: kind.category, name: kind[language] }));
    return { json: { kinds: list } };
  },
};
