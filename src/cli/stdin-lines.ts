import { StringDecoder } from 'node:string_decoder';

/** Longer than any secret: what is no answer is not collected. */
const MOST = 4096;

/** The lines of standard input, one at a time and no further than asked; null at the end. */
export const createLineReader = (input: AsyncIterable<Buffer>) => {
  const pieces = input[Symbol.asyncIterator]();
  const decoder = new StringDecoder('utf8');
  let text = '';
  let ended = false;

  return async (): Promise<string | null> => {
    while (!ended && !text.includes('\n') && text.length < MOST) {
      const piece = await pieces.next();
      if (piece.done) ended = true;
      else text += decoder.write(piece.value);
    }
    if (text === '') return null;
    const end = text.indexOf('\n');
    const line = end < 0 ? text : text.slice(0, end);
    text = end < 0 ? '' : text.slice(end + 1);
    return line.replace(/\r$/, '');
  };
};
