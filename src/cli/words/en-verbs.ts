import type { Help } from './words.js';

/** English: what follows commands that do several things. */
export const enVerbs: Help['verbs'] = {
  receipt: [
    ['export NUMBER [--out FILE]', 'Save a receipt, to show to anybody.'],
    ['verify FILE', 'Check a receipt, without the server.'],
  ],
  deposits: [
    ['open', 'Take papers from every certified relay.'],
    ['close', 'Only from those to whom you agreed.'],
  ],
  relay: [
    ['found --name NAME --as NAME', 'Found a relay.'],
    ['certify CERTIFICATE', 'Bring what the association signed.'],
    ['invite [--manager]', 'Make an invitation for one worker.'],
    ['join --as NAME', 'Answer an invitation.'],
    ['accept', 'Take in who answered.'],
    ['members', 'See the team.'],
    ['remove NAME', 'Remove somebody; the team gets a new key.'],
    ['role NAME [--manager]', 'Make somebody a manager, or a member.'],
    ['rotate', 'Give the team a new key; nobody leaves.'],
    ['replace [CODE]', 'Replace the only manager, with two signatures.'],
    ['vouch PERSON', 'Vouch for a person: their safe gets more room.'],
    ['name PERSON --name NAME', 'Give them a name in the relay’s list.'],
    ['names', 'See the relay’s list.'],
    ['statistics [--out FILE]', 'What was done, without names; as CSV or XLSX.'],
    ['reseal', 'Open what was shown before to the new key.'],
    ['asks [NUMBER --kind KIND]', 'Ask somebody who shows you something for a paper.'],
    ['log', 'See what the members did.'],
    ['poster [--out FILE]', 'The code to hang up, as PDF or PNG.'],
    ['watch FOLDER --person NAME', 'Leave what a scanner puts there, then erase it.'],
  ],
  admin: [
    ['init --out FILE', 'Make the association’s key.'],
    ['relay create REQUEST', 'Certify a relay.'],
  ],
};
