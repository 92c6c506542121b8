import { blockDevice, type DeviceEntry, listDevices } from '../../client/devices.js';
import { SafeError } from '../../core/errors.js';
import type { Call, Command, Outcome } from '../command.js';
import { confirm } from '../confirm.js';
import { shown } from '../screen.js';
import { table } from '../table.js';
import { usage } from '../usage.js';

const nameOf = ({ words }: Call, device: DeviceEntry): string => {
  if (device.type === 'card') return words.said.card;
  if (device.type === 'spare') return words.said.spareAt(shown(device.label));
  return device.label === '' ? words.said.unnamed : shown(device.label);
};

const stateOf = ({ words }: Call, { frozen, tries, current }: DeviceEntry) => {
  const { said } = words;
  if (frozen) return { text: said.frozen, tone: 'bad' as const };
  if (tries > 0) return { text: said.wrongCodes(tries), tone: 'warn' as const };
  return { text: current ? said.thisMachine : '', tone: 'soft' as const };
};

const show = (call: Call, devices: readonly DeviceEntry[]): void => {
  const { screen, words, format } = call;
  const { columns } = words;
  const titles = [
    { title: columns.number, align: 'right' as const },
    { title: columns.device, shrinks: true as const },
    { title: columns.since },
    { title: columns.lastUsed },
    { title: '', shrinks: true as const },
  ];
  const rows = devices.map((device, at) => [
    { text: String(at + 1) },
    { text: nameOf(call, device), tone: 'strong' as const },
    { text: format.day(device.since) },
    { text: device.lastUsedAt === null ? '—' : format.moment(device.lastUsedAt) },
    stateOf(call, device),
  ]);
  screen.say(...table(screen, titles, rows), '', screen.paint('soft', words.said.devicesNext));
};

const deviceJson = (device: DeviceEntry, at: number) => ({
  number: at + 1,
  id: device.loc,
  type: device.type,
  name: device.label,
  since: new Date(device.since).toISOString(),
  lastUsedAt: device.lastUsedAt === null ? null : new Date(device.lastUsedAt).toISOString(),
  wrongCodes: device.tries,
  frozen: device.frozen,
  thisMachine: device.current,
});

const block = async (call: Call, word: string): Promise<Outcome> => {
  const { words, screen, options } = call;
  const session = await call.unlock();
  const devices = await listDevices(session);
  const at = devices.findIndex(({ loc }, index) => String(index + 1) === word || loc === word);
  const device = devices[at];
  if (!device) throw new SafeError('not_found', { details: { device: word } });
  // blocking what is lost must be quick; blocking what one holds is worth a question
  const own = device.current || device.type === 'card';
  if (own) await confirm({ ...call, options }, words.ask.block(nameOf(call, device)));
  await blockDevice(session, device.loc);
  screen.say(screen.paint('good', `✓ ${words.said.blocked(nameOf(call, device))}`));
  return { json: { blocked: deviceJson(device, at) } };
};

export const devices: Command = {
  options: ['yes'],
  takes: [0, 2],
  run: async (call): Promise<Outcome> => {
    const [verb, number] = call.rest;
    const line = call.words.help.usages.devices;
    if (verb !== undefined && verb !== 'block') throw usage('argument_unknown', { name: verb, usage: line });
    if (verb !== undefined && number === undefined) throw usage('argument_missing', { usage: line });
    if (number !== undefined) return block(call, number);
    const found = await listDevices(await call.unlock());
    show(call, found);
    return { json: { devices: found.map(deviceJson) } };
  },
};
