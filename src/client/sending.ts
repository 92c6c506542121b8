import type { AnswerOf, Contract, ParamsOf } from '../core/api/contract.js';
import type { Api, MadeBody } from './api.js';
import { multipart, type Part } from './multipart.js';

/** Bytes sent of all that are to be sent, framing included; begins anew when an attempt does. */
export type Progress = (sent: number, total: number) => void;

/** Remembers what went wrong while the paper was read: a transport only sees a body that broke off. */
const watched = (parts: readonly Part[], fault: (error: unknown) => void): Part[] =>
  parts.map(({ bytes, ...part }) => ({
    ...part,
    async *bytes() {
      try {
        yield* bytes();
      } catch (error) {
        fault(error);
        throw error;
      }
    },
  }));

/**
 * Sends the parts that `make` makes for each attempt; gives the answer with the attempt that it is about. What went wrong
 * while the paper was read is thrown as it is, and not tried again.
 */
export const sendParts = async <C extends Contract, A extends { readonly parts: readonly Part[] }>(
  api: Api,
  contract: C,
  params: ParamsOf<C>,
  make: () => A,
  onProgress: Progress = () => {},
): Promise<{ answer: AnswerOf<C>; attempt: A }> => {
  const faults: unknown[] = [];
  let attempt: A | undefined;
  const body = async (): Promise<MadeBody> => {
    if (faults.length > 0) throw faults[0];
    attempt = make();
    const parts = watched(attempt.parts, (error) => faults.push(error));
    const { contentType, size, bytes } = multipart(parts, (sent) => onProgress(sent, size));
    return { contentType, body: { size, bytes } };
  };
  try {
    const answer = await api.send(contract, params, body);
    return { answer, attempt: attempt as A };
  } catch (error) {
    throw faults[0] ?? error;
  }
};
