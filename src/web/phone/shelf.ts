import { type KindCategory, type KindId, kindOf } from '../../core/kinds.js';

/** On which shelf a paper of this kind lies: that gives it its colour. */
export const shelfOf = (kind: string): KindCategory => kindOf(kind)?.category ?? 'personal';

export const isKindId = (kind: string): kind is KindId => kindOf(kind) !== undefined;
