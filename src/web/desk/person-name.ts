import type { PersonView } from './engine/people.js';

/** How a person is called here: the name that was given today, else the first words of their card. */
export const nameOf = ({ name, words }: Pick<PersonView, 'name' | 'words'>): string =>
  name === '' ? words.slice(0, 3).join(' ') : name;
