// Lists what the phone app says in one language, for who reads it into a microphone: node bin/sentences.mjs ti
import { clipsFolder, recorded } from './lib/web-clips.mjs';
import { ensureReady, importBuilt, root } from './lib/ready.mjs';
import { giveUp, Sentence } from './lib/sentence.mjs';

/** Parts whose words the app knows by their sentences. */
const PARTS = ['phone', 'capture'];

const built = (path) => importBuilt(`src/web/${path}`);

const list = async (language) => {
  const { LANGUAGES } = await built('i18n/language.js');
  if (!LANGUAGES.includes(language)) throw new Sentence(`Name a language: ${LANGUAGES.join(', ')}.`);
  const { sentencesIn } = await built('ui/sound/sentences.js');
  const there = recorded(clipsFolder(root), language);
  const lines = [];
  for (const part of PARTS) {
    const { words } = await built(`i18n/${part}/${language}.js`);
    for (const [text, name] of sentencesIn(part, words)) {
      lines.push(`${there.delete(name) ? '✓' : ' '} ${name}\t${text}`);
    }
  }
  for (const [name] of there) lines.push(`? ${name}\trecorded, but no sentence has this name`);
  console.log(lines.join('\n'));
};

try {
  await ensureReady();
  await list(process.argv[2] ?? '');
} catch (error) {
  giveUp(error);
}
