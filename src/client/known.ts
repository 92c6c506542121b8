import { SafeError } from '../core/errors.js';
import type { ContactPin, Known, RelayPin } from './ports.js';

export const NOBODY: Known = { relays: {}, contacts: {}, invitations: {} };

type Point = RelayPin['team'];

const laterTeam = (a: Point, b: Point): Point => {
  if (a && b && a.seq === b.seq && a.hash !== b.hash) throw new SafeError('rolled_back');
  return a && (!b || a.seq >= b.seq) ? a : b;
};

const laterRelay = (a: RelayPin, b: RelayPin): RelayPin => {
  if (a.fp !== b.fp) throw new SafeError('rolled_back');
  return {
    fp: a.fp,
    directory: b.directory ?? a.directory,
    name: b.name ?? a.name,
    team: laterTeam(a.team, b.team),
  };
};

const laterContact = (a: ContactPin, b: ContactPin): ContactPin => {
  if (a.gen === b.gen && a.fp !== b.fp) throw new SafeError('rolled_back');
  const newest = a.gen > b.gen ? a : b;
  return { ...newest, name: b.name };
};

const laterReplacements = (a: Known, b: Known): Pick<Known, 'replacements'> => {
  if (!a.replacements && !b.replacements) return {};
  return { replacements: { ...a.replacements, ...b.replacements } };
};

const merged = <T>(
  a: Readonly<Record<string, T>>,
  b: Readonly<Record<string, T>>,
  later: (a: T, b: T) => T,
): Record<string, T> => {
  const all = new Map(Object.entries(a));
  for (const [id, value] of Object.entries(b)) {
    const before = all.get(id);
    all.set(id, before === undefined ? value : later(before, value));
  }
  return Object.fromEntries(all);
};

/**
 * What two looks at the world know together: nobody is forgotten, of each team the later state counts. Two fingerprints for one
 * id, or two histories of one team, are `rolled_back`. An invitation that was used up stays so: its code is empty.
 */
export const laterKnown = (a: Known | undefined, b: Known | undefined): Known | undefined =>
  a && b
    ? {
        relays: merged(a.relays, b.relays, laterRelay),
        contacts: merged(a.contacts, b.contacts, laterContact),
        invitations: merged(a.invitations, b.invitations, (before, next) => before && next),
        ...laterReplacements(a, b),
      }
    : (b ?? a);
