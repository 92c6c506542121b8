import type { CardCheck } from '../../core/crypto/card-code.js';
import { hash } from '../../core/crypto/keys.js';

/** The two check bytes of a card: `H("CS1/qr" 00 01 S)[0..2]` (docs/protocol.md §5). */
export const cardCheck: CardCheck = (body) => hash('qr', body).subarray(0, 2);
