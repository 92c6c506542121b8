import type { ConsentWords, Purpose } from '../../i18n/phone/consent/words.js';
import type { PhoneWords } from '../../i18n/phone/words.js';
import type { IconName } from '../../ui/icons.js';
import { dayOf } from '../../i18n/days.js';
import type { Chosen, Who } from './way.js';

/** One line of what a person says yes to; `{}` in the text stands for the name. */
export interface Line {
  readonly icon: IconName;
  readonly text: string;
  readonly name: string;
}

interface Agreed {
  readonly who: Who;
  readonly chosen: Chosen;
  readonly why: Purpose;
  readonly until: number;
  readonly pass: boolean;
  readonly add: boolean;
}

const line = (icon: IconName, text: string, name = ''): Line => ({ icon, text, name });

const shownThings = (words: PhoneWords, { summary }: ConsentWords, { told, health }: Chosen): Line[] => {
  const named = (health ?? []).map((title) => line('file', summary.health, title));
  const healthLines = health === null ? [] : [...named, line('file', summary.healthLater)];
  if (told === null) return [line('pictures', summary.all), ...healthLines];
  if ('shelf' in told) return [line('pictures', summary.shelf, words.shelves[told.shelf]), ...healthLines];
  return told.map((title) => line('file', '{}', title));
};

/** What is shown on the last screen, line by line: the same words go into the receipt. */
export const summaryOf = (words: PhoneWords, said: ConsentWords, agreed: Agreed): readonly Line[] => {
  const { summary } = said;
  const { who, chosen, why, until, pass, add } = agreed;
  const isRelay = who.kind === 'relay';
  return [
    ...shownThings(words, said, chosen),
    line('speech', summary.why, said.why[why]),
    line('calendar', summary.until, dayOf(words.language, until)),
    line(isRelay ? 'building' : 'person', isRelay ? summary.team : summary.person),
    ...(pass ? [line('give', summary.pass)] : []),
    ...(add ? [line('plus', summary.add)] : []),
    line('again', summary.back),
  ];
};

/** The lines as the receipt keeps them. */
export const textOf = (heading: Line, lines: readonly Line[]): string =>
  [heading, ...lines].map(({ text, name }) => text.replace('{}', () => name)).join('\n');
