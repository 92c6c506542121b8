import { setTimeout as sleep } from 'node:timers/promises';
import { toHex } from '../../src/core/bytes.js';
import { headHash } from '../../src/core/protocol/head.js';
import { type Answer, call, commitBody, type Holder, type Sent } from './holder.js';
import { sendSlowly } from './slow-upload.js';

/** How far a paper got before its holder heard nothing more. */
type Stage = 'sending' | 'keeping' | 'kept';

interface Errand {
  readonly sent: Sent;
  stage: Stage;
  /** The head it is kept with: the same one however often it is tried. */
  commit?: ReturnType<typeof commitBody>;
}

/** An answer that says "not now": everything else that is no success is a fault of the server. */
const isPassing = (answer: Answer): boolean =>
  answer.status === 503 && answer.json?.error?.code === 'unavailable';

const unwelcome = (answer: Answer): Error =>
  new Error(`answered ${answer.status} ${JSON.stringify(answer.json)}`);

/** A holder who puts in paper after paper and tries again whatever happens, as the client library does. */
export const createUploader = (holder: Holder, next: () => Promise<Sent | null>) => {
  const kept: Sent[] = [];
  const abandoned: Sent[] = [];
  const faults: Error[] = [];
  const interrupted: Stage[] = [];
  let errand: Errand | null = null;

  const send = async (one: Errand): Promise<boolean> => {
    const answer = await sendSlowly(holder, one.sent);
    if (answer.status === 201) one.stage = 'keeping';
    else if (!isPassing(answer)) throw unwelcome(answer);
    return answer.status === 201;
  };

  const keep = async (one: Errand): Promise<boolean> => {
    one.commit ??= commitBody(holder, { keep: [one.sent] });
    const { body, head, documents } = one.commit;
    const answer = await call(holder, 'POST', `/v1/safes/${toHex(holder.safe)}/heads`, body);
    if (isPassing(answer)) return false;
    if (answer.status !== 200) throw unwelcome(answer);
    holder.head = { seq: holder.head.seq + 1, hash: headHash(head) };
    holder.documents = documents;
    kept.push(one.sent);
    one.stage = 'kept';
    return true;
  };

  /** Goes on until there is nothing left to put in, or until nobody answers any more. */
  const run = async (): Promise<void> => {
    for (;;) {
      if (errand === null || errand.stage === 'kept') {
        const sent = await next();
        if (sent === null) return;
        errand = { sent, stage: 'sending' };
      }
      const one: Errand = errand;
      try {
        const done = one.stage === 'sending' ? await send(one) : await keep(one);
        if (!done) await sleep(20);
      } catch (error) {
        // `fetch failed` and socket codes are silence; what the server said aloud is not
        if ((error as Error).message.startsWith('answered')) faults.push(error as Error);
        interrupted.push(one.stage);
        return;
      }
    }
  };

  return {
    holder,
    kept,
    abandoned,
    faults,
    interrupted,
    run,
    /** The paper whose fate its holder does not know: it may be visible, and then it is whole. */
    inDoubt: (): Sent | null => (errand?.stage === 'keeping' && errand.commit ? errand.sent : null),
    /** A paper that was not kept for certain: nobody may see it. */
    unseen: (): Sent | null =>
      errand !== null && errand.stage !== 'kept' && !errand.commit ? errand.sent : null,
    /** Gives up what was only being sent; true if there was such a paper. */
    giveUp: (): boolean => {
      if (errand?.stage !== 'sending') return false;
      abandoned.push(errand.sent);
      errand = null;
      return true;
    },
  };
};

export type Uploader = ReturnType<typeof createUploader>;
