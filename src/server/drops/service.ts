import { looking } from './look.js';
import { ending, listing, making } from './make.js';
import type { DropsPorts } from './ports.js';
import { receiving } from './receive.js';

/** What can be done with deposit links: make, list and end them; and, for who has one, look and leave papers. */
export const dropsService = (ports: DropsPorts) => ({
  make: making(ports),
  list: listing(ports),
  end: ending(ports),
  look: looking(ports),
  receive: receiving(ports),
});
