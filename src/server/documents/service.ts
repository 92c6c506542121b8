import type { ReceivingPorts } from './ports.js';
import { listing, listingVersions, reading } from './read.js';
import { receiving } from './receive.js';

/** What can be done with documents: take a version in, list, read. What becomes of them is decided by signed heads. */
export const documentsService = (ports: ReceivingPorts) => ({
  receive: receiving(ports),
  list: listing(ports),
  versions: listingVersions(ports),
  read: reading(ports),
});
