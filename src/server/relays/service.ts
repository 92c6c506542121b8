import { certifying, founding } from './founding.js';
import { answering, inviting, listingInvitations, readingInvitation } from './invitations.js';
import type { RelaysPorts } from './ports.js';
import { readingRelayLog } from './log.js';
import { erasingName, listingNames, listingTallies, puttingName, puttingTally } from './notes.js';
import { listing, showing } from './show.js';
import { changingTeam } from './team.js';
import { vouching } from './vouching.js';

/**
 * What can be done with relays: found and certify one, look at it, change its team, invite, vouch for a person, note names and how
 * much was done.
 */
export const relaysService = (ports: RelaysPorts) => ({
  found: founding(ports),
  certify: certifying(ports),
  show: showing(ports),
  list: listing(ports),
  changeTeam: changingTeam(ports),
  invite: inviting(ports),
  listInvitations: listingInvitations(ports),
  readInvitation: readingInvitation(ports),
  answerInvitation: answering(ports),
  vouch: vouching(ports),
  readLog: readingRelayLog(ports),
  listNames: listingNames(ports),
  putName: puttingName(ports),
  eraseName: erasingName(ports),
  listTallies: listingTallies(ports),
  putTally: puttingTally(ports),
});
