import { countDeposits } from '../../client/deposit/waiting.js';
import { listPapers } from '../../client/papers.js';
import type { Paper } from '../../client/paper.js';
import { inOrder } from '../choose.js';
import type { Call, Command, Outcome } from '../command.js';
import { shown } from '../screen.js';
import { table } from '../table.js';
import { expiryCell, kindName, paperJson } from './paper-view.js';

const BIN_DAYS = 30;
const DAY = 86_400_000;

const rows = ({ words, format, device, options }: Call, papers: readonly Paper[]) =>
  papers.map((paper, at) => [
    { text: String(at + 1) },
    { text: shown(paper.metadata.title), tone: 'strong' as const },
    { text: kindName(paper.metadata.kind, words) },
    { text: format.day(paper.metadata.added) },
    options.bin === true
      ? { text: format.day((paper.binnedAt ?? 0) + BIN_DAYS * DAY), tone: 'warn' as const }
      : expiryCell(paper, words, format, device.clock.now()),
  ]);

export const list: Command = {
  options: ['bin'],
  takes: [0, 0],
  run: async (call): Promise<Outcome> => {
    const { words, screen, format, options } = call;
    const session = await call.unlock();
    const { papers, binned, safe } = await listPapers(session);
    const listed = inOrder(options.bin === true ? binned : papers);
    const { columns, said } = words;
    const last = options.bin === true ? columns.goneOn : columns.expires;
    const titles = [
      { title: columns.number, align: 'right' as const },
      { title: columns.title, shrinks: true as const },
      { title: columns.kind, shrinks: true as const },
      { title: columns.added },
      { title: last },
    ];
    if (listed.length > 0) screen.say(...table(screen, titles, rows(call, listed)), '');
    else screen.say(options.bin === true ? said.binEmpty : said.noPapers);
    const room = said.room(format.size(safe.usedBytes), format.size(safe.quotaBytes));
    const inBin = options.bin === true || binned.length === 0 ? '' : ` ${said.inBin(binned.length)}`;
    screen.say(screen.paint('soft', `${said.papers(listed.length)}${inBin} ${room}`));
    const waiting = await countDeposits(session);
    if (waiting > 0) screen.say(screen.paint('strong', words.deposits.said.waiting(waiting)));
    const { usedBytes, quotaBytes } = safe;
    const json = { papers: listed.map((paper, at) => paperJson(paper, at + 1)), usedBytes, quotaBytes };
    return { json: { ...json, waiting } };
  },
};
