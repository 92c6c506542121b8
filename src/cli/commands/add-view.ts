import type { SafeError } from '../../core/errors.js';
import type { Call } from '../command.js';
import type { PaperFile } from '../paper-file.js';
import { shown } from '../screen.js';
import { speak } from '../words/sentence.js';

/** What became of a file. */
export type Fate =
  | {
      readonly path: string;
      readonly state: 'kept';
      readonly id: string;
      readonly version: number;
      readonly title: string;
      readonly file: PaperFile;
    }
  | {
      readonly path: string;
      readonly state: 'left';
      readonly id: string;
      readonly title: string;
      /** For whom, as the worker calls them. */
      readonly person: string;
      readonly file: PaperFile;
    }
  | { readonly path: string; readonly state: 'there'; readonly title: string }
  | { readonly path: string; readonly state: 'refused'; readonly error: SafeError };

type Sent = Extract<Fate, { state: 'kept' | 'left' }>;

const lineOf = ({ words }: Call, fate: Sent): string => {
  const quoted = words.quote(shown(fate.title));
  if (fate.state === 'left') return words.deposits.said.left(quoted, shown(fate.person));
  return fate.version > 1 ? words.said.keptVersion(quoted, fate.version) : words.said.kept(quoted);
};

const tellSent = (call: Call, fate: Sent): void => {
  const { words, screen, format } = call;
  const { file } = fate;
  screen.say(`${screen.paint('good', `✓ ${lineOf(call, fate)}`)} (${format.size(file.length)})`);
  if (file.removed.length > 0) {
    screen.say(`  ${words.said.removed(file.removed.map((name) => words.removed[name]))}`);
  }
  for (const note of file.notes) screen.say(screen.paint('warn', `  ! ${words.notes[note]}`));
};

export const tellFate = (call: Call, fate: Fate): void => {
  const { words, screen } = call;
  if (fate.state === 'kept' || fate.state === 'left') tellSent(call, fate);
  else if (fate.state === 'there')
    screen.say(`= ${words.said.already(shown(fate.path), words.quote(shown(fate.title)))}`);
  else {
    const sentence = shown(speak(words.errors[fate.error.code], fate.error.details));
    screen.remark(screen.paint('bad', `✗ ${words.said.refused(shown(fate.path), sentence)}`));
  }
};
