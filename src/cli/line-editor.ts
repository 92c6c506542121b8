import { StringDecoder } from 'node:string_decoder';

/** Ctrl-C, or the end of the input, at a question. */
export class Interrupted extends Error {
  override readonly name = 'Interrupted';
}

export interface Terminal {
  readonly input: {
    setRawMode(on: boolean): unknown;
    on(event: 'data', listener: (data: Buffer) => void): unknown;
    off(event: 'data', listener: (data: Buffer) => void): unknown;
    resume(): unknown;
    pause(): unknown;
  };
  readonly output: { write(text: string): unknown };
}

const CTRL_C = '\u0003';
const CTRL_D = '\u0004';
const CTRL_U = '\u0015';
const ERASE = new Set(['\u007f', '\b']);
const ENTER = new Set(['\r', '\n']);
/** Arrow keys and the like, and what a terminal puts around pasted text. */
// eslint-disable-next-line no-control-regex -- control characters are what it is about
const ESCAPES = /\u001b(?:\[[0-9;?]*[ -/]*[@-~]|O.|.)?/g;
const MOST = 200;

interface Line {
  readonly text: string;
  readonly ended: boolean;
}

/** Applies one key to the line; what is shown grows and shrinks with it. */
const press = (line: string, key: string, show: (text: string) => void, echo: (sign: string) => string) => {
  if (ERASE.has(key)) {
    if (line !== '') show('\b \b');
    return Array.from(line).slice(0, -1).join('');
  }
  if (key === CTRL_U) {
    show('\b \b'.repeat(Array.from(line).length));
    return '';
  }
  if (key < ' ' || line.length >= MOST) return line;
  show(echo(key));
  return line + key;
};

/**
 * Asks on a terminal, key by key, so that what is typed need not be shown: a hidden answer appears as dots. Whatever
 * happens, the terminal is given back as it was. Text pasted beyond the first line is kept for the next question.
 */
export const createLineEditor = ({ input, output }: Terminal) => {
  let waiting = '';
  const show = (shown: string) => output.write(shown);

  const take = (line: Line, hidden: boolean): Line => {
    const keys = Array.from(waiting);
    waiting = '';
    let { text } = line;
    const echo = (sign: string) => (hidden ? '•' : sign);
    for (const [at, key] of keys.entries()) {
      if (key === CTRL_C || (key === CTRL_D && text === '')) throw new Interrupted();
      if (ENTER.has(key)) {
        waiting = keys
          .slice(at + 1)
          .join('')
          .replace(/^\n/, '');
        return { text, ended: true };
      }
      text = press(text, key, show, echo);
    }
    return { text, ended: false };
  };

  return (question: string, hidden: boolean): Promise<string> =>
    new Promise((resolve, reject) => {
      const decoder = new StringDecoder('utf8');
      let line: Line = { text: '', ended: false };
      const finish = (settle: () => void) => {
        input.off('data', hear);
        input.setRawMode(false);
        input.pause();
        output.write('\n');
        settle();
      };
      const step = () => {
        try {
          line = take(line, hidden);
          if (line.ended) finish(() => resolve(line.text));
        } catch (error) {
          finish(() => reject(error));
        }
      };
      const hear = (data: Buffer) => {
        waiting += decoder.write(data).replace(ESCAPES, '');
        step();
      };
      output.write(question);
      input.setRawMode(true);
      input.on('data', hear);
      input.resume();
      step();
    });
};
