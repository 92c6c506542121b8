/// <reference lib="dom" />
import type { Page } from 'playwright-core';

/** "Slow 3G" as ux.md counts it: 400 kbit/s each way, 400 ms there and back. */
export const LINE = { offline: false, latency: 400, downloadThroughput: 50_000, uploadThroughput: 50_000 };

/** What Chromium's DevTools call "Slow 3G". */
export const SLOW_3G = { ...LINE, latency: 2000 };

export interface Loaded {
  readonly name: string;
  readonly kind: string;
  readonly bytes: number;
}

/** What came over the wire so far, as the browser counted it. */
export const listen = async (page: Page, line: typeof LINE | null): Promise<() => Loaded[]> => {
  const session = await page.context().newCDPSession(page);
  await session.send('Network.enable');
  if (line) await session.send('Network.emulateNetworkConditions', line);
  const names = new Map<string, { name: string; kind: string }>();
  const loaded: Loaded[] = [];
  session.on('Network.responseReceived', ({ requestId, response, type }) =>
    names.set(requestId, { name: new URL(response.url).pathname, kind: type }),
  );
  session.on('Network.loadingFinished', ({ requestId, encodedDataLength }) => {
    const one = names.get(requestId);
    if (one) loaded.push({ ...one, bytes: encodedDataLength });
  });
  return () => [...loaded];
};

export const kb = (bytes: number): string => `${(bytes / 1000).toFixed(1)} kB`;
export const sum = (loaded: readonly Loaded[]): number => loaded.reduce((all, { bytes }) => all + bytes, 0);
export const scripts = (loaded: readonly Loaded[]): Loaded[] =>
  loaded.filter(({ kind }) => kind === 'Script');
export const median = (values: readonly number[]): number =>
  values.toSorted((a, b) => a - b)[Math.floor(values.length / 2)] ?? 0;
