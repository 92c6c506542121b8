import { toBase64Url } from '../../core/bytes.js';
import { changeLink as change, endLink as end } from '../../core/api/links.js';
import { SafeError } from '../../core/errors.js';
import { MAX_LINK_MS, MAX_OPENINGS, signLinkChange, signLinkEnd } from '../../core/protocol/link.js';
import type { Caller } from '../consent/chains.js';
import type { Link } from './list.js';

/**
 * Extends or shortens a link: another end, another number of openings in all, or both.
 *
 * @throws SafeError `invalid_request` for what no link may have; `conflict` if somebody else changed it meanwhile;
 * `link_ended`, `link_expired`, `link_used_up`: what is over stays over
 */
export const changeLink = async (
  caller: Caller,
  link: Link,
  to: { readonly until?: number | undefined; readonly openings?: number | undefined },
): Promise<{ readonly until: number; readonly openings: number }> => {
  const now = caller.device.clock.now();
  const { until = link.until, openings = link.openings } = to;
  const dates = !Number.isSafeInteger(until) || until <= now || until > now + MAX_LINK_MS;
  if (dates || !Number.isInteger(openings) || openings < 1 || openings > MAX_OPENINGS) {
    throw new SafeError('invalid_request');
  }
  const { loc, safe } = link.statement;
  const said = { loc, safe, seq: link.seq + 1, exp: until, max: openings, by: caller.uid, ts: now };
  const envelope = toBase64Url(signLinkChange(said, caller.keys.sign.secretKey));
  const answer = await caller.api.call(
    change,
    { params: { link: link.id }, body: { change: envelope } },
    { again: true },
  );
  return { until: answer.expiresAt, openings: answer.openings };
};

/** Ends a link at once. From the answer on nothing of it is released, and nothing is left that could open it. */
export const endLink = async (caller: Caller, link: Pick<Link, 'id' | 'statement'>): Promise<void> => {
  const { loc, safe } = link.statement;
  const said = { loc, safe, by: caller.uid, ts: caller.device.clock.now() };
  const envelope = toBase64Url(signLinkEnd(said, caller.keys.sign.secretKey));
  await caller.api.call(end, { params: { link: link.id }, body: { end: envelope } }, { again: true });
};
