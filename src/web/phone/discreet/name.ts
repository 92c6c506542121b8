import type { PhoneWords } from '../../i18n/phone/words.js';

/** The name that the app bears on this phone instead of its own; kept so that it stands there before anything else is loaded. */
const NAME = 'pochette-name';

const keptName = (): string | null => {
  try {
    return localStorage.getItem(NAME);
  } catch {
    return null;
  }
};

export const isDiscreet = (): boolean => keptName() !== null;

/** Before the words are there. */
export const wearKeptName = (): void => {
  const name = keptName();
  if (name !== null) document.title = name;
};

/** What a phone reads the app's name and picture from when it is put among the others. */
export const manifestAddress = (language: string): string =>
  isDiscreet() ? `/notebook.${language}.webmanifest` : '/manifest.webmanifest';

/** The page brings both pictures: its own, and the plain one. */
const showPicture = (link: HTMLLinkElement): void => {
  const { own = link.href, plain = link.href } = link.dataset;
  link.dataset['own'] = own;
  link.href = isDiscreet() ? plain : own;
};

/** Name and picture of the page as the person chose them, in their language. */
export const wearName = (words: PhoneWords): void => {
  if (isDiscreet()) localStorage.setItem(NAME, words.discreet.name);
  document.title = isDiscreet() ? words.discreet.name : words.pageTitle;
  document.querySelectorAll<HTMLLinkElement>('link[data-plain]').forEach(showPicture);
  const manifest = document.querySelector<HTMLLinkElement>('link[rel="manifest"]');
  if (manifest) manifest.href = manifestAddress(words.language);
};

export const chooseName = (discreet: boolean, words: PhoneWords): void => {
  if (discreet) localStorage.setItem(NAME, words.discreet.name);
  else localStorage.removeItem(NAME);
  wearName(words);
};
