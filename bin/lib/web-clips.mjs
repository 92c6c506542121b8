// What somebody recorded of the phone app's sentences: src/web/phone/clips/<language>/<name of the sentence>.<ending>
import { createHash } from 'node:crypto';
import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { basename, extname, join } from 'node:path';

const ENDINGS = new Set(['.mp3', '.m4a', '.ogg']);

export const clipsFolder = (root) => join(root, 'src', 'web', 'phone', 'clips');

const integrityOf = (bytes) => `sha384-${createHash('sha384').update(bytes).digest('base64')}`;

/** Under a name that changes with what is in it. */
const file = (name, source) => {
  const ending = extname(name);
  const hash = createHash('sha256').update(source).digest('hex').slice(0, 8);
  const fileName = `assets/clip-${basename(name, ending)}-${hash}${ending}`;
  return { fileName, source, pinned: { href: `/${fileName}`, integrity: integrityOf(source) } };
};

/** The recordings of one language by the names of their sentences. */
export const recorded = (folder, language) => {
  const place = join(folder, language);
  if (!existsSync(place)) return new Map();
  const names = readdirSync(place).filter((name) => ENDINGS.has(extname(name)));
  return new Map(names.toSorted().map((name) => [basename(name, extname(name)), join(place, name)]));
};

/** All files to give out, and for each language the list of them: where it is and how it must read. */
export const clipFiles = (folder, languages) => {
  const files = [];
  const lists = {};
  for (const language of languages) {
    const clips = {};
    for (const [sentence, path] of recorded(folder, language)) {
      const clip = file(`${language}-${sentence}${extname(path)}`, readFileSync(path));
      files.push(clip);
      clips[sentence] = clip.pinned;
    }
    if (Object.keys(clips).length === 0) continue;
    const list = file(`${language}.json`, Buffer.from(JSON.stringify(clips)));
    files.push(list);
    lists[language] = list.pinned;
  }
  return { files: files.map(({ fileName, source }) => ({ type: 'asset', fileName, source })), lists };
};
