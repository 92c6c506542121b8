import type { OwnRelay } from '../relay/load.js';
import type { AccountSession } from '../session.js';

/** Who works with what a relay keeps. */
export type SpareDesk = Pick<AccountSession, 'api' | 'device' | 'keys' | 'pins' | 'uid'>;
/** The relay in whose name they do. */
export type SpareTeam = Pick<OwnRelay, 'relay' | 'keys' | 'identity' | 'teamLinks'>;
