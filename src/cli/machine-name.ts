import { hostname } from 'node:os';
import { clip } from './text-width.js';

/** The name under which this machine stands in the list of devices: its own, without the network's part. */
export const machineName = (): string => {
  const [name = ''] = hostname().split('.');
  return clip(name.trim(), 40);
};
