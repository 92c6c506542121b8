import { sameBytes } from '../bytes.js';
import type { Grant } from './grant.js';

type CategoryOf = (doc: Uint8Array) => Uint8Array | undefined;

const includes = (ids: readonly Uint8Array[], id: Uint8Array | undefined): boolean =>
  id !== undefined && ids.some((one) => sameBytes(one, id));

/** Kinds are compared before ids: a paper whose id is that of a category is still no category. */
const scopeIsWithin = (child: Grant['scope'], parent: Grant['scope'], categoryOf: CategoryOf): boolean => {
  if (parent.kind === 'safe') return child.kind === 'safe' || child.ids.length > 0;
  if (child.kind === 'safe' || child.ids.length === 0) return false;
  if (child.kind === parent.kind) return child.ids.every((id) => includes(parent.ids, id));
  return parent.kind === 'cat' && child.ids.every((id) => includes(parent.ids, categoryOf(id)));
};

/**
 * Whether a sub-grant stays within the grant it was given under, as far as the receipts say; `categoryOf` tells where a paper
 * lies now, so that it must be asked again when one moves. A sub-grant is nobody's parent.
 */
export const isWithin = (child: Grant, parent: Grant, categoryOf: CategoryOf): boolean =>
  sameBytes(child.safe, parent.safe) &&
  sameBytes(child.holder, parent.holder) &&
  parent.parent === null &&
  child.parent !== null &&
  sameBytes(child.parent, parent.id) &&
  parent.perm.includes('manage') &&
  !child.perm.includes('manage') &&
  child.perm.every((one) => parent.perm.includes(one)) &&
  child.nbf >= parent.nbf &&
  child.exp <= parent.exp &&
  scopeIsWithin(child.scope, parent.scope, categoryOf);

/**
 * Whether a receipt may stand as a sub-grant: within its parent, under the parent's head, and not to who gave it or had the
 * parent already: a member who leaves would go on reading what they had passed on to themselves.
 */
export const isPassedOn = (child: Grant, parent: Grant, categoryOf: CategoryOf): boolean =>
  isWithin(child, parent, categoryOf) &&
  child.headSeq === parent.headSeq &&
  child.epoch >= parent.epoch &&
  !sameBytes(child.to.id, child.by) &&
  !sameBytes(child.to.id, parent.to.id);
