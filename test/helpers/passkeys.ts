/// <reference lib="dom" />
import type { CDPSession, Page } from 'playwright-core';

/** A security key in the machine: Chromium's own, which answers as a real one does. */
export interface SecurityKey {
  /** Whether somebody touches it, and whether it knows its owner's finger. */
  touched(isTouched: boolean): Promise<void>;
  knows(isKnown: boolean): Promise<void>;
  /** How many passkeys it keeps. */
  count(): Promise<number>;
  remove(): Promise<void>;
}

const wires = new WeakMap<Page, CDPSession>();

/** One connection for all keys of a tab: Chromium forgets those of any other. */
const wireOf = async (page: Page): Promise<CDPSession> => {
  const known = wires.get(page);
  if (known) return known;
  const wire = await page.context().newCDPSession(page);
  await wire.send('WebAuthn.enable');
  wires.set(page, wire);
  return wire;
};

/** Puts a key into the machine; it belongs to this tab as long as that is open. */
export const plugKey = async (page: Page, { hasPrf = true } = {}): Promise<SecurityKey> => {
  const wire = await wireOf(page);
  const { authenticatorId } = await wire.send('WebAuthn.addVirtualAuthenticator', {
    options: {
      protocol: 'ctap2',
      ctap2Version: 'ctap2_1',
      transport: 'usb',
      hasResidentKey: true,
      hasUserVerification: true,
      hasPrf,
      isUserVerified: true,
      automaticPresenceSimulation: true,
    },
  });
  return {
    touched: async (enabled) => {
      await wire.send('WebAuthn.setAutomaticPresenceSimulation', { authenticatorId, enabled });
    },
    knows: async (isUserVerified) => {
      await wire.send('WebAuthn.setUserVerified', { authenticatorId, isUserVerified });
    },
    count: async () => (await wire.send('WebAuthn.getCredentials', { authenticatorId })).credentials.length,
    remove: async () => {
      await wire.send('WebAuthn.removeVirtualAuthenticator', { authenticatorId });
    },
  };
};
