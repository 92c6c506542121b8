import { createLineEditor } from './line-editor.js';
import { createLineReader } from './stdin-lines.js';
import { usage } from './usage.js';

/**
 * The only ways in for a secret: typed at a prompt where it isn't shown, or a line of standard input. Never an argument
 * (other programs and the shell's history see it), never the environment.
 */
export interface Secrets {
  /** A person sits at a terminal: questions make sense. */
  readonly interactive: boolean;
  /** What is typed appears as dots. Without a terminal: the next line of standard input, or `bad_usage`. */
  hidden(question: string): Promise<string>;
  /** A question whose answer is no secret; only where somebody is there to answer. */
  open(question: string): Promise<string>;
  close(): void;
}

export const createSecrets = (
  input: NodeJS.ReadStream = process.stdin,
  output: NodeJS.WriteStream = process.stderr,
): Secrets => {
  const interactive: boolean | undefined = input.isTTY; // undefined where it is no terminal
  const ask = createLineEditor({ input, output });
  const nextLine = createLineReader(input);

  const fromLine = async (): Promise<string> => {
    const line = await nextLine();
    if (line === null) throw usage('secret_missing');
    return line;
  };

  return {
    interactive,
    hidden: async (question) => (interactive ? ask(question, true) : fromLine()),
    open: async (question) => ask(question, false),
    close: () => {
      // an input that stays open must not keep the program alive
      input.pause();
      // a file given as standard input has nothing to let go of
      if ('unref' in input) input.unref();
    },
  };
};
