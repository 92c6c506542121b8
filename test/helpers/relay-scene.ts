import type { Page } from 'playwright-core';
import type { Test } from 'tap';
import { readPublicImage } from '../../src/cli/card/read.js';
import { fetchIdentity, openFromContact } from '../../src/client/consent/chains.js';
import { groundOfRelay, leavePaper } from '../../src/client/deposit/leave.js';
import { type Contact, readContact } from '../../src/core/protocol/contact.js';
import { fixture } from './agency.js';
import { atWork, posterOf } from './consent-client.js';
import { paperOf } from './device.js';
import { allSent, firstMinute, newPhone, phoneBrowser } from './phone.js';
import { newDirectory, wholeRelay } from './relay.js';
import { testServer } from './server.js';

/** A server, a relay of two with its poster, and a browser for phones. */
export const relayScene = async (t: Test) => {
  const directory = newDirectory();
  const server = await testServer(t, directory.env);
  const { relay, member } = await wholeRelay(server.address, directory.keys);
  const poster = posterOf(relay, directory.keys);
  return { directory, server, relay, member, poster, browser: await phoneBrowser(t) };
};
export type RelayScene = Awaited<ReturnType<typeof relayScene>>;

/** A phone with one paper in its safe, at the list. */
export const settledPhone = async ({ browser, server }: RelayScene, kind: string) => {
  const visitor = await newPhone(browser, server.address);
  await firstMinute(visitor.page, kind);
  await visitor.page.getByRole('button', { name: 'Plus tard' }).click();
  await allSent(visitor.page, 1);
  return visitor;
};

/** The code on the phone's screen, as a worker's camera reads it. */
export const scannedFrom = async (page: Page): Promise<Contact> =>
  readContact(await readPublicImage(await page.locator('.qr').screenshot()));

/** A member of the relay who scanned somebody's code, and can leave papers for them. */
export const workerFor = async (t: Test, { relay, member }: RelayScene, contact: Contact) => {
  const worker = atWork(t, member);
  const holder = openFromContact(contact, await fetchIdentity(worker, contact.uid));
  const leave = async (title: string): Promise<void> => {
    const { metadata, ...photo } = paperOf(fixture('photos/photo-01.jpg'), title);
    const ground = await groundOfRelay(worker, relay.uid, holder);
    const paper = { ...photo, metadata: { ...metadata, mediaType: 'image/jpeg' } };
    await leavePaper(worker, { holder, ground }, paper);
  };
  return { worker, leave };
};
