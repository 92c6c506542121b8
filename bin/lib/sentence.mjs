/** A refusal that a person is meant to read: printed without its stack. */
export class Sentence extends Error {}

export const say = (line) => process.stderr.write(`${line}\n`);

/** Prints what went wrong and ends the process: refusals as they are, faults with their stack. */
export const giveUp = (error) => {
  const isRefusal = error instanceof Sentence || error?.name === 'SafeError';
  say(isRefusal ? error.message : (error?.stack ?? String(error)));
  process.exit(1);
};
