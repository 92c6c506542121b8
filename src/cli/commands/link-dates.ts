import { MAX_LINK_MS, MAX_OPENINGS } from '../../core/protocol/link.js';
import type { Call } from '../command.js';
import { isDay } from '../format.js';
import { usage } from '../usage.js';

const DAY = 86_400_000;

/** The end of the last day, where the person is, or so many days from now; undefined where nothing was said. */
export const linkUntil = ({ options, device }: Call): number | undefined => {
  const { days, until } = options;
  const now = device.clock.now();
  if (until !== undefined) {
    if (!isDay(until)) throw usage('bad_date');
    const end = new Date(`${until}T23:59:59`).getTime();
    if (days !== undefined || end <= now || end > now + MAX_LINK_MS) throw usage('bad_link_days');
    return end;
  }
  if (days === undefined) return undefined;
  if (!/^[1-9]\d?$/.test(days) || Number(days) * DAY > MAX_LINK_MS) throw usage('bad_link_days');
  return now + Number(days) * DAY;
};

export const linkOpenings = ({ options }: Call): number | undefined => {
  const { openings } = options;
  if (openings === undefined) return undefined;
  if (!/^[1-9]\d?$/.test(openings) || Number(openings) > MAX_OPENINGS) throw usage('bad_openings');
  return Number(openings);
};
