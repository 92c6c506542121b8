import { padded512 } from './links.js';
import type { Value } from './objects.js';
import { H, join } from './primitives.js';

/** Asking for a paper (docs/protocol.md §20). */
export const askContext = (safe: Uint8Array, id: Uint8Array): Uint8Array => join('grant.ask\0', safe, id);
export const askBody = (body: Value): Uint8Array => padded512(body);
export const askBodyHash = (wrapped: Uint8Array): Uint8Array => H('CS1/ask.body\0', wrapped);
