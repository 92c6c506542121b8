import { fetchPaper, fetchThumbnail, leaveReceipt } from '../../client/links/fetch.js';
import {
  lookAtLink,
  type LookedAt,
  type OpenedLink,
  openLink,
  type Opener,
} from '../../client/links/open.js';
import type { LinkedPaper } from '../../client/links/verify.js';
import type { Clock } from '../../client/ports.js';
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
  const address = { server: location.origin, secret };
  let look: Promise<LookedAt> | undefined;
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
    looked,
    lookAgain,
    open: async (code: string | null): Promise<OpenedLink> => openLink(opener, await looked(), code),
    fetchPaper,
    fetchThumbnail,
    leaveReceipt,
  };
};
