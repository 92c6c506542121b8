import { type Done, relayLog, type TeamDone } from '../../client/relay/log.js';
import type { Call } from '../command.js';
import { shown } from '../screen.js';
import { listSeen, personText, type Seen } from './people.js';
import { chooseRelay, type Verb } from './worker-desk.js';

/** Whose papers, as this machine knows the person; null where the grant is told no more. */
const personOf = (seen: readonly Seen[], grant: string): string | null => {
  const found = seen.find(({ received }) => received.id === grant);
  return found ? personText(found) : null;
};

const lineOf = ({ words }: Call, one: TeamDone | Done, seen: readonly Seen[]): string => {
  const { team, readings, refusedBefore, unproven, somebody } = words.consent.log;
  const by = shown(one.by);
  if (one.sort === 'team') return team[one.act](by, shown(one.about), words.consent.said[one.role]);
  const line = readings[one.act](by, personOf(seen, one.grant) ?? somebody);
  const refused = one.outcome === 'ok' ? '' : ` (${refusedBefore})`;
  return `${line}${refused}${one.proof === 'broken' ? ` (${unproven})` : ''}`;
};

/** What the relay's own members did: the team's signed entries, and what they read. */
export const log: Verb = async (call) => {
  const { screen, format } = call;
  const session = await call.unlockWorker();
  const relay = await chooseRelay(call, session);
  const { seen } = await listSeen(session);
  const entries = await relayLog(session, relay);
  let day = '';
  for (const one of entries) {
    const own = format.longDay(one.at);
    if (own !== day) screen.say(...(day === '' ? [] : ['']), screen.paint('strong', own));
    day = own;
    screen.say(`  ${screen.paint('soft', format.time(one.at))}  ${lineOf(call, one, seen)}`);
  }
  return {
    json: {
      entries: entries.map((one) => ({
        ...one,
        at: new Date(one.at).toISOString(),
        text: lineOf(call, one, seen),
      })),
    },
  };
};
