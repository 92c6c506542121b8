import { utf8 } from './bytes.js';

/**
 * The training world: invented people and specimen papers in a place of their own, in which nothing is secret and nothing is
 * kept (ADR 25). What stands here is known to everybody, on purpose.
 */

/** Where the training world's operations are: `/training/v1/…`. */
export const TRAINING_PREFIX = '/training';

/** The seed of the association that certifies training's relays, 32 bytes: whoever trains certifies their own. */
export const TRAINING_SEED = utf8('Pochette training: known to all.');

/** Its public key, base64url. No real server may have it: anybody could certify a relay there. */
export const TRAINING_DIRECTORY = 'VlGv6FrRUjpo9Oivbp8szcOrPLSC_LV8EaCl_S1fAvw';
