import type { DeskWords } from '../i18n/desk/words.js';
import type { PersonView } from './engine/people.js';

/** How a person is called here: the name that was given, else the first words of their card, as those of a card. */
export const nameOf = ({ names }: DeskWords, { name, words }: Pick<PersonView, 'name' | 'words'>): string =>
  name === '' ? names.card(words.slice(0, 3).join(' ')) : name;
