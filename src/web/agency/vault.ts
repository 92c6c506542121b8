import { fetchPaper, fetchThumbnail, leaveReceipt } from '../../client/links/fetch.js';
import {
  lookAtLink,
  type LookedAt,
  type OpenedLink,
  openLink,
  type Opener,
  readLook,
} from '../../client/links/open.js';
import type { LinkedPaper } from '../../client/links/verify.js';
import type { Clock } from '../../client/ports.js';
import { serverHere } from '../quick/server.js';
import { webTransport } from '../transport.js';
import { stretch } from '../workers/stretch.js';

export type { LinkedPaper, OpenedLink };

const clock: Clock = {
  now: () => Date.now(),
  wait: (ms) => new Promise((resolve) => setTimeout(resolve, ms)),
};

/** Everything behind the button: the client's own flows, on a browser's transport, with libsodium. */
export const openVault = (secret: Uint8Array) => {
  const opener: Opener = { transport: webTransport(), clock, stretch };
  const address = { server: serverHere(), secret };
  let look: Promise<LookedAt> | undefined;
  /** Takes what the page was told before its button, so that one visit is one look in the person's history. */
  const believe = async (answer: unknown): Promise<void> => {
    look = Promise.resolve(readLook(address, answer));
    await look;
  };
  /** Who shows what, verified; asked once, and again after a failure. */
  const looked = (): Promise<LookedAt> => {
    look ??= lookAtLink(opener, address).catch((error: unknown) => {
      look = undefined;
      throw error;
    });
    return look;
  };
  /** Forgets what was looked at: after an opening the numbers are others. */
  const lookAgain = (): void => {
    look = undefined;
  };
  return {
    believe,
    looked,
    lookAgain,
    open: async (code: string | null): Promise<OpenedLink> => openLink(opener, await looked(), code),
    fetchPaper,
    fetchThumbnail,
    leaveReceipt,
  };
};
