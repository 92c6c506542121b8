import { isIPv6 } from 'node:net';

const numbers = (text: string): number[] =>
  text === '' ? [] : text.split(':').map((group) => Number.parseInt(group, 16));

/** The eight groups of an IPv6 address, as numbers; the parser of URLs knows every way to write one (RFC 5952). */
const groupsOf = (address: string): number[] => {
  const [plain = ''] = address.split('%');
  const written = new URL(`http://[${plain}]`).hostname.slice(1, -1);
  const [start = '', end] = written.split('::');
  const [head, tail] = [numbers(start), numbers(end ?? '')];
  return [...head, ...Array<number>(8 - head.length - tail.length).fill(0), ...tail];
};

const isMapped = (groups: readonly number[]): boolean =>
  groups.slice(0, 5).every((group) => group === 0) && groups[5] === 0xffff;

/**
 * Whom an address is counted as: an IPv4 address, however it is written, is one; of IPv6 whoever has one address has the
 * other 2^64 of its network too, so that the network is one.
 */
export const countedAddress = (address: string): string => {
  if (!isIPv6(address)) return address;
  const groups = groupsOf(address);
  if (isMapped(groups)) {
    return groups
      .slice(6)
      .flatMap((group) => [group >> 8, group & 0xff])
      .join('.');
  }
  const network = groups.slice(0, 4).map((group) => group.toString(16));
  return `${network.join(':')}::/64`;
};
