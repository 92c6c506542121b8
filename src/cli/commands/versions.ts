import { listVersions } from '../../client/versions.js';
import { choosePaper } from '../choose.js';
import type { Command, Outcome } from '../command.js';
import { shown } from '../screen.js';
import { table } from '../table.js';
import { listedPapers } from './find-paper.js';
import { paperJson, quoted } from './paper-view.js';

export const versions: Command = {
  options: ['bin'],
  takes: [1, 1],
  run: async (call): Promise<Outcome> => {
    const { rest, options, words, screen, format } = call;
    const session = await call.unlock();
    const paper = choosePaper(await listedPapers(session, options.bin === true), rest[0] ?? '');
    const all = await listVersions(session, paper.doc);
    const { columns, said } = words;
    const titles = [
      { title: columns.version, align: 'right' as const },
      { title: columns.title, shrinks: true as const },
      { title: columns.added },
      { title: columns.size, align: 'right' as const },
    ];
    const rows = all.map(({ version, metadata }) => [
      { text: String(version) },
      { text: shown(metadata.title), tone: 'strong' as const },
      { text: format.moment(metadata.added) },
      { text: format.size(metadata.size) },
    ]);
    screen.say(...table(screen, titles, rows), '', said.versionsNext(quoted(paper, words)));
    return { json: { versions: all.map((one) => paperJson(one)) } };
  },
};
