import { fromHex } from '../../../core/bytes.js';
import { loadRelay } from '../../../client/relay/load.js';
import { relayStatistics, type Statistics } from '../../../client/relay/statistics.js';
import { monthOf } from '../../../client/relay/tallies.js';
import { opened } from './opened.js';

/** The relay's statistics up to this month. Small counts are hidden before they reach the page. */
export const statistics = async (relay: string): Promise<Statistics> => {
  const session = opened();
  const own = await loadRelay(session, fromHex(relay, 16));
  return relayStatistics(session, own, monthOf(session.device.clock.now()));
};
