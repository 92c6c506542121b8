import { makeDrop } from '../../client/drops/make.js';
import { MAX_DROP_BYTES, MAX_DROP_MS, MAX_DROP_PAPERS } from '../../core/protocol/drop-link.js';
import type { Call, Command, Outcome } from '../command.js';
import { isDay } from '../format.js';
import { usage } from '../usage.js';
import { dropLines } from './asks.js';

const DAY = 86_400_000;
const MB = 1_000_000;

/** The end of the last day, where the person is, or so many days from now; undefined where nothing was said. */
const untilOf = ({ options, device }: Call): number | undefined => {
  const { days, until } = options;
  const now = device.clock.now();
  if (until !== undefined) {
    if (!isDay(until)) throw usage('bad_date');
    const end = new Date(`${until}T23:59:59`).getTime();
    if (days !== undefined || end <= now || end > now + MAX_DROP_MS) throw usage('bad_drop_days');
    return end;
  }
  if (days === undefined) return undefined;
  if (!/^[1-9]\d?$/.test(days) || Number(days) * DAY > MAX_DROP_MS) throw usage('bad_drop_days');
  return now + Number(days) * DAY;
};

const numberOf = (text: string | undefined, most: number): number | undefined => {
  if (text === undefined) return undefined;
  if (!/^[1-9]\d{0,3}$/.test(text) || Number(text) > most) throw usage('bad_drop_limits');
  return Number(text);
};

/** Makes a link by which somebody without an account leaves papers. */
export const ask: Command = {
  options: ['agency', 'for', 'as', 'days', 'until', 'count', 'room'],
  takes: [0, 0],
  run: async (call): Promise<Outcome> => {
    const { options, words, screen, format } = call;
    const { agency: from = '', for: purpose = '', as: to = '' } = options;
    if (from.length > 80 || purpose.length > 300 || to.length > 60) throw usage('too_long');
    const room = numberOf(options.room, Math.floor(MAX_DROP_BYTES / MB));
    const order = {
      until: untilOf(call),
      count: numberOf(options.count, MAX_DROP_PAPERS),
      bytes: room && room * MB,
      from,
      purpose,
      to,
      language: words.language,
    };
    const made = await makeDrop(await call.unlock(), order);
    const { said } = words.drops;
    const line = said.made(made.count, format.moment(made.until), format.size(made.bytes));
    screen.say(
      screen.paint('good', `✓ ${line}`),
      '',
      ...dropLines(call, made),
      screen.paint('soft', said.next),
    );
    return { json: { link: { ...made, until: new Date(made.until).toISOString() } } };
  },
};
