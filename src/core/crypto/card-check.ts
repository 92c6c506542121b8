import type { CardCheck } from './card-code.js';
import { hash } from './keys.js';

/** The two check bytes of a card: `H("CS1/qr" 00 01 S)[0..2]` (docs/protocol.md §6). */
export const cardCheck: CardCheck = (body) => hash('qr', body).subarray(0, 2);
