import type { Test } from 'tap';
import { joinShown } from '../../src/client/hand/guest.js';
import { showHand } from '../../src/client/hand/host.js';
import type { Joined } from '../../src/client/hand/joined.js';
import { openSpareMessage } from '../../src/client/spare/messages.js';
import { leaveSpare } from '../../src/client/spare/leave.js';
import { giveSpareBack, type KeptSpare, keptSpares } from '../../src/client/spare/relay.js';
import { recoverWithSpare } from '../../src/client/spare/recover.js';
import { openSafe } from '../../src/client/account.js';
import { resolveRecipient } from '../../src/client/consent/recipient.js';
import type { Session } from '../../src/client/session.js';
import { toHex } from '../../src/core/bytes.js';
import { type AtWork, type consentScene, teamOf } from './consent-client.js';
import { sure } from './cheating.js';
import { newDevice, PIN, type TestDevice } from './device.js';
import type { Relay } from './relay.js';

export type Scene = Awaited<ReturnType<typeof consentScene>>;

/** A relay as its own desk has it. */
export const deskTeam = async (by: AtWork, relay: Relay) => ({
  ...(await teamOf(by, relay)),
  keys: relay.teamKeys,
});

/** Somebody with a safe who left a spare with the relay, under a name. */
export const personWithSpare = async (t: Test, scene: Pick<Scene, 'url' | 'poster'>, name = 'Amadou') => {
  const device = newDevice(t);
  const { session, card } = await openSafe(device, { server: scene.url, pin: PIN, label: 'Ancien' });
  const recipient = await resolveRecipient(session, scene.poster);
  await leaveSpare(session, recipient, PIN, name);
  return { device, session, card, uid: toHex(session.uid) };
};

/** What the desk has of a person. */
export const spareOf = async (
  scene: Pick<Scene, 'relay'>,
  by: AtWork,
  person: Pick<Session, 'uid'>,
): Promise<KeptSpare> => {
  const { spares } = await keptSpares(by, await deskTeam(by, scene.relay));
  return sure(spares.find((one) => one.person === toHex(person.uid)));
};

/** A new phone and the desk, their screens joined. */
export const joinedScreens = async (
  t: Test,
  url: string,
  by: AtWork,
): Promise<{ phone: TestDevice; here: Joined; desk: Joined; text: string }> => {
  const phone = newDevice(t);
  const shown = await showHand(phone, url, 'spare');
  const [here, desk] = await Promise.all([shown.joined(), joinShown(by.device, url, shown.text, 'spare')]);
  return { phone, here, desk, text: shown.text };
};

/** The desk gives a spare back to a new phone, which opens it with this code. */
export const giveSpareBackTo = async (
  t: Test,
  scene: Pick<Scene, 'url' | 'relay'>,
  by: AtWork,
  person: Pick<Session, 'uid'>,
) => {
  const { phone, here, desk } = await joinedScreens(t, scene.url, by);
  await giveSpareBack(by, await deskTeam(by, scene.relay), await spareOf(scene, by, person), desk);
  const { secret, uid } = openSpareMessage(await here.hear());
  const kept: { secret?: Uint8Array } = {};
  const open = (pin = PIN): Promise<Session> =>
    recoverWithSpare(
      phone,
      { server: scene.url, spareSecret: secret, uid, pin, label: 'Nouveau' },
      async (card) => {
        kept.secret = card.secret;
      },
    );
  return { phone, secret, kept, open };
};
