import t from 'tap';
import { encodeCrockford } from '../../src/core/crypto/crockford.js';
import { hash } from '../../src/core/crypto/keys.js';
import { random } from '../../src/core/crypto/sodium.js';
import * as contact from '../../src/core/protocol/contact.js';
import * as invitation from '../../src/core/protocol/invitation.js';
import { allFail } from '../helpers/attacks.js';
import { newRelay, person } from '../helpers/consent.js';

const [alice, mallory] = [person('holder'), person()];
const relay = newRelay(alice);
const said = { fp: relay.fps[0] as Uint8Array };

const BAD_CONTACT = { code: 'bad_contact' };
const person1 = contact.contactText(alice);
const poster = contact.posterText({ directory: random(32), uid: relay.uid, fp: said.fp });
allFail(
  'a public code is not read',
  {
    'that is empty': () => contact.readContact(''),
    'cut short': () => contact.readContact(person1.slice(0, -1)),
    'with a character more': () => contact.readContact(`${person1}A`),
    'of another version': () => contact.readContact(person1.replace(':1:', ':2:')),
    'in capital letters': () => contact.readContact(person1.toUpperCase()),
    'with a foreign character': () => contact.readContact(person1.replace(/.$/, '+')),
    'of a person, as a poster': () => contact.readPoster(person1),
    'of a poster of another kind': () => contact.readPoster(poster.replace('relay1', 'relay2')),
    'of a poster, as a person': () => contact.readContact(poster.replace('relay1', '1')),
    'of a person, as a relay': () => contact.readContact(person1.replace(':1:', ':relay1:')),
    'that is a card': () => contact.readContact('W50KB0*M0DY0W016C1PN1:Y1I12$C21Q2T4'),
  },
  BAD_CONTACT,
);
allFail('no public code is written', {
  'with a fingerprint cut short': () => contact.contactText({ ...alice, fp: alice.fp.subarray(1) }),
  'without directory': () => contact.posterText({ ...alice, directory: new Uint8Array(0) }),
});

const BAD_INVITATION = { code: 'bad_invitation' };
const secret = invitation.newInvitation();
const code = invitation.invitationText(secret);
const join = (who = alice, name = 'Awa', of = secret) => invitation.joinProof(of, who.uid, who.fp, name);
t.doesNotThrow(() => invitation.checkProof(join(), join()));

allFail(
  'an invitation is not taken',
  {
    'that is empty': () => invitation.readInvitation(''),
    'cut short': () => invitation.readInvitation(code.slice(0, -1)),
    'with a symbol more': () => invitation.readInvitation(`${code}0`),
    'of another version': () => invitation.readInvitation(`2${code.slice(1)}`),
    'of a later version, correctly typed': () => {
      const body = Uint8Array.of(2, ...secret);
      const check = hash('inv', body).subarray(0, 2);
      return invitation.readInvitation(encodeCrockford(Uint8Array.of(...body, ...check)));
    },
    'that is a public code': () => invitation.readInvitation(person1),
    'answered by another identity': () => invitation.checkProof(join(), join(mallory)),
    'answered by an identity under another id': () =>
      invitation.checkProof(join(), join({ ...alice, uid: mallory.uid })),
    'answered under another name': () => invitation.checkProof(join(), join(alice, 'Camille')),
    'answered with another code': () =>
      invitation.checkProof(join(), join(alice, 'Awa', invitation.newInvitation())),
    'whose welcome is taken for an answer': () =>
      invitation.checkProof(join(alice, ''), invitation.welcomeProof(secret, alice.uid, alice.fp)),
    'that welcomes to another relay': () =>
      invitation.checkProof(
        invitation.welcomeProof(secret, relay.uid, said.fp),
        invitation.welcomeProof(secret, relay.uid, relay.fps[1] as Uint8Array),
      ),
    'answered with a proof cut short': () => invitation.checkProof(join(), join().subarray(1)),
  },
  BAD_INVITATION,
);

t.test('an invitation with any one symbol mistyped is noticed', async (t) => {
  const symbols = '0123456789ABCDEFGHJKMNPQRSTVWXYZ';
  // One code for ever: of random ones, one in thousands has a neighbour that fits.
  const printed = invitation.invitationText(Uint8Array.from({ length: 16 }, (_, i) => 11 * i));
  for (const [at, symbol] of Array.from(printed).entries()) {
    if (symbol === '-') continue;
    const wrong = symbols[(symbols.indexOf(symbol) + 1) % 32] as string;
    const typed = printed.slice(0, at) + wrong + printed.slice(at + 1);
    t.throws(() => invitation.readInvitation(typed), BAD_INVITATION, typed);
  }
});
