import { toHex } from '../../src/core/bytes.js';
import type { AccountKey } from '../../src/core/crypto/keys.js';
import * as notes from '../../src/core/protocol/relay-notes.js';
import { canonical, countText, nameText } from '../helpers/second/notes.js';
import { type NoteCase, tohex } from '../helpers/vectors.js';
import { counting, fill } from './generate-crypto.js';

const noteCase = (
  label: string,
  place: { readonly generation: number; readonly version: number },
  said: notes.RelayName,
  tally: notes.Tally,
): NoteCase => {
  const key = counting(0x60, 32) as AccountKey;
  const at = { relay: fill(0xb1, 16), ...place };
  const [safe, member, month] = [fill(0xa1, 16), fill(0xe1, 16), 202_611];
  return {
    name: label,
    teamKey: tohex(key),
    relay: tohex(at.relay),
    ...place,
    person: {
      safe: tohex(safe),
      text: canonical(nameText({ ...said, holder: toHex(said.holder), fp: said.fp && toHex(said.fp) })),
      sealed: tohex(notes.sealRelayName(key, { ...at, safe }, said)),
    },
    count: {
      member: tohex(member),
      month,
      text: canonical(countText(tally)),
      sealed: tohex(notes.sealTally(key, { ...at, member, month }, tally)),
    },
    mark: { holder: tohex(said.holder), mark: notes.personMark(key, at.relay, month, said.holder) },
  };
};

export const noteCases = (): NoteCase[] => [
  noteCase(
    'a person whose card was read',
    { generation: 1, version: 1 },
    { holder: fill(0xf1, 16), fp: counting(0x20, 32), name: 'Amina Diallo' },
    {
      counts: new Map([
        ['paper.tax-notice', 3],
        ['newcomer', 1],
      ]),
      people: new Set(['ffffffffffffffff', '0000000000000001']),
      last: '0102030405060708',
    },
  ),
  noteCase(
    'another script, later',
    { generation: 3, version: 70_000 },
    { holder: fill(0xf2, 16), fp: null, name: 'ሰላማዊት ነጋሽ' },
    { counts: new Map(), people: new Set(), last: '00000000000000ff' },
  ),
];
