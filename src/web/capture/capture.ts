import { SafeError } from '../../core/errors.js';
import { startWorker } from '../workers/trusted.js';
import type { Corners } from './geometry.js';
import type { Answer, FlatPage, Frame, Opened, Question } from './messages.js';
import address from './worker.ts?worker&url';

/**
 * The part of capturing that needs strength, beside the page, which goes on answering. Nothing leaves the machine.
 * All refusals are `SafeError`: `too_many_pixels`, `empty_file`, `truncated_file`, `broken_file`, `unsupported_type`;
 * `internal` where the worker itself broke.
 */
export interface Capture {
  /** Opens a file, or what the camera saw (which is then gone here), in place of the one before. */
  open(photo: Blob | Frame): Promise<Opened>;
  /**
   * The page within the corners of the photo that is open, straight and evenly lit; with null the whole photo as it is.
   * `quarters`: turned so often by 90°, clockwise.
   */
  flatten(corners: Corners | null, quarters: number): Promise<FlatPage>;
  /**
   * Looks for the paper in what the camera sees before the photo is taken (a frame that is then gone, here and there): what
   * was found is looked for in the photo first. Resolves when the next frame may come.
   */
  look(glimpse: Frame): Promise<void>;
  /** Lets go of the photo; the worker stays ready for the next one. */
  forget(): void;
  /** Ends the worker, and with it everything that was open. */
  end(): void;
}

interface Waiting {
  readonly resolve: (answer: Answer) => void;
  readonly reject: (error: Error) => void;
}

type Asked =
  | Omit<Extract<Question, { ask: 'open' }>, 'id'>
  | Omit<Extract<Question, { ask: 'flatten' }>, 'id'>
  | Omit<Extract<Question, { ask: 'close' }>, 'id'>
  | Omit<Extract<Question, { ask: 'look' }>, 'id'>;

const handedOver = (question: Asked): Transferable[] => {
  if (question.ask === 'look') return [question.glimpse];
  return question.ask === 'open' && !(question.photo instanceof Blob) ? [question.photo] : [];
};

/** Starts the worker at once, so that it is there when the first photo is. */
export const startCapture = (): Capture => {
  const worker = startWorker(address);
  const waiting = new Map<number, Waiting>();
  let count = 0;
  let isOver = false;
  const breakOff = (): void => {
    isOver = true;
    worker.terminate();
    for (const { reject } of waiting.values()) reject(new SafeError('internal'));
    waiting.clear();
  };
  worker.addEventListener('error', breakOff);
  worker.addEventListener('messageerror', breakOff);
  worker.addEventListener('message', ({ data }: MessageEvent<Answer>) => {
    const one = waiting.get(data.id);
    waiting.delete(data.id);
    if ('refused' in data) one?.reject(new SafeError(data.refused));
    else one?.resolve(data);
  });
  const ask = (question: Asked): Promise<Answer> =>
    new Promise((resolve, reject) => {
      if (isOver) throw new SafeError('internal');
      const id = count++;
      waiting.set(id, { resolve, reject });
      worker.postMessage({ ...question, id }, handedOver(question));
    });
  return {
    open: async (photo) => {
      const answer = await ask({ ask: 'open', photo });
      if (!('opened' in answer)) throw new SafeError('internal');
      return answer.opened;
    },
    flatten: async (corners, quarters) => {
      const answer = await ask({ ask: 'flatten', corners, quarters });
      if (!('page' in answer)) throw new SafeError('internal');
      return answer.page;
    },
    look: async (glimpse) => {
      try {
        await ask({ ask: 'look', glimpse });
      } catch (error) {
        // it may not have got to the worker, and a camera has few of them
        glimpse.close();
        throw error;
      }
    },
    forget: () => void ask({ ask: 'close' }).catch(() => undefined),
    end: breakOff,
  };
};
