import { plainLine, shorten, utf8Length } from './plain-text.js';
import { EXTENSIONS } from './sniff.js';

export { displayText } from './plain-text.js';

/** Called so when nothing legible is left of a name: "paper". */
const FALLBACK = 'papier';
const MAX_CHARACTERS = 120;
const MAX_BYTES = 200;
/** Longer names are cut before they are looked at, so that a hostile one costs nothing. */
const MAX_INPUT = 4096;

const ENDINGS = new RegExp(`\\.(${Object.values(EXTENSIONS).flat().join('|')})$`, 'i');
const LEGIBLE = /[\p{L}\p{N}\p{Emoji_Presentation}\p{Extended_Pictographic}]/u;

/** Separators and dots as they are, or percent-encoded any number of times. */
const decodePathParts = (name: string): string =>
  name.replace(/%(?:25)*2e/gi, '.').replace(/%(?:25)*(?:2f|5c)/gi, '/');

const lastPathPart = (name: string): string =>
  decodePathParts(name)
    .split(/[/\\]/)
    .findLast((part) => /[^.\s]/.test(part)) ?? '';

const withoutEndings = (name: string): string => {
  let title = name.replace(/[.\s]+$/u, '');
  while (ENDINGS.test(title)) title = title.replace(ENDINGS, '').replace(/[.\s]+$/u, '');
  return title;
};

const limited = (text: string, reservedBytes: number): string =>
  shorten(text, MAX_CHARACTERS - reservedBytes, MAX_BYTES - reservedBytes).replace(/[.\s]+$/u, '');

/**
 * The title under which a file is listed: its name without folders and without the ending of an accepted kind, in composed
 * form, on one line, at most 120 characters as people count them and 200 bytes of UTF-8; "papier" when nothing is left.
 */
export const titleFrom = (name: string): string => {
  const start =
    name.length > MAX_INPUT ? name.slice(Math.max(name.lastIndexOf('/'), name.lastIndexOf('\\')) + 1) : name;
  const plain = plainLine(lastPathPart(start.slice(0, MAX_INPUT)).replace(/[\p{Control}]/gu, ' '));
  const title = limited(withoutEndings(plain).replace(/^[.\s]+/u, ''), 0);
  return LEGIBLE.test(title) ? title : FALLBACK;
};

/** Devices, not files, on Windows, whatever ending follows. */
const RESERVED = /^(con|prn|aux|nul|com[0-9¹²³]|lpt[0-9¹²³]|conin\$|conout\$)\s*(\.|$)/iu;

/** What Windows forbids, and what a careless script would run. */
const FORBIDDEN = /[<>:"/\\|?*`$]+/g;

/** At the start these hide a file, or make it an option, a home folder or a spreadsheet formula. */
const LEADING = /^[\s.\-=+@~_]+/u;

const withoutDashes = (stem: string): string => stem.replace(/[-\s.]+$/u, '');

/**
 * The name under which a paper is written to any disk or into a ZIP. It stays in its folder on every system, is not hidden, is
 * neither an option nor a formula, ends in `.extension`, and has at most 200 bytes of UTF-8.
 */
export const safeFileName = (title: string, extension: string): string => {
  const ending = /^[a-z0-9]{1,8}$/i.test(extension) ? `.${extension.toLowerCase()}` : '';
  const plain = plainLine(decodePathParts(title.slice(0, MAX_INPUT))).replace(FORBIDDEN, '-');
  const bare = ending && plain.toLowerCase().endsWith(ending) ? plain.slice(0, -ending.length) : plain;
  const stem = withoutDashes(limited(bare.replace(LEADING, ''), ending.length));
  const named = LEGIBLE.test(stem) ? stem : FALLBACK;
  const free = RESERVED.test(named) ? limited(`${FALLBACK}-${named}`, ending.length) : named;
  return `${withoutDashes(free)}${ending}`;
};

/** Two names with the same key are one file on some disk: letter case and compatible forms don't count there. */
const diskKey = (name: string): string => name.normalize('NFKC').toUpperCase().toLowerCase();

const numbered = (name: string, n: number): string => {
  const dot = name.lastIndexOf('.');
  const [stem, ending] = dot > 0 ? [name.slice(0, dot), name.slice(dot)] : [name, ''];
  const suffix = ` (${n})${ending}`;
  return `${shorten(stem, MAX_CHARACTERS, MAX_BYTES - utf8Length(suffix))}${suffix}`;
};

/** The same names, in order, with " (2)", " (3)" … where a disk would take two for the same. */
export const uniqueNames = (names: readonly string[]): string[] => {
  const taken = new Set<string>();
  const counters = new Map<string, number>();
  return names.map((name) => {
    const key = diskKey(name);
    let unique = name;
    let n = counters.get(key) ?? 1;
    while (taken.has(diskKey(unique))) unique = numbered(name, ++n);
    counters.set(key, n);
    taken.add(diskKey(unique));
    return unique;
  });
};
