import { ending } from './end.js';
import { listedHashes } from './head-repository.js';
import { changeGrants } from './heads.js';
import { knownParties } from './known-parties.js';
import { listingGiven, listingReceived } from './lists.js';
import { passingOn } from './pass-on.js';
import type { GrantsPorts } from './ports.js';
import { looking, readingGranted } from './read.js';
import { resealing } from './reseal.js';
import { readingsUnderWay } from '../http/underway.js';
import { grantReadings } from './gate.js';

/** What can be done with grants: list, look, read, pass on, end, seal anew; and what a signed head changes of them. */
export const grantsService = (ports: GrantsPorts) => {
  const underWay = readingsUnderWay(grantReadings(ports.db));
  const known = knownParties(ports.db);
  return {
    listGiven: listingGiven(ports),
    listReceived: listingReceived(ports),
    look: looking(ports, known, underWay),
    read: readingGranted(ports, known, underWay),
    passOn: passingOn(ports),
    end: ending(ports, underWay),
    reseal: resealing(ports),
    /** For who stores heads. */
    heads: { change: changeGrants, listed: listedHashes, over: underWay.over },
  };
};
