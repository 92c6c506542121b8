import { ending } from './end.js';
import { listedHashes } from './head-repository.js';
import { changeGrants } from './heads.js';
import { listingGiven, listingReceived } from './lists.js';
import type { GrantsPorts } from './ports.js';
import { looking, readingGranted } from './read.js';
import { resealing } from './reseal.js';
import { readingsUnderWay } from '../http/underway.js';
import { grantReadings } from './gate.js';

/** What can be done with grants: list, look, read, end, seal anew; and what a signed head changes of them. */
export const grantsService = (ports: GrantsPorts) => {
  const underWay = readingsUnderWay(grantReadings(ports.db));
  return {
    listGiven: listingGiven(ports),
    listReceived: listingReceived(ports),
    look: looking(ports, underWay),
    read: readingGranted(ports, underWay),
    end: ending(ports, underWay),
    reseal: resealing(ports),
    /** For who stores heads. */
    heads: { change: changeGrants, listed: listedHashes, over: underWay.over },
  };
};
