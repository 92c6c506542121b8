import { type GrantedPaper, lookAt, readGranted } from '../../client/consent/look.js';
import type { AccountSession } from '../../client/session.js';
import { choosePapers, inOrder } from '../choose.js';
import type { Call, Command, Outcome } from '../command.js';
import { createProgress } from '../progress.js';
import { checkFolder, checkFree, saveFile, shownPath, targetPath } from '../save-file.js';
import { shown } from '../screen.js';
import { table } from '../table.js';
import { usage } from '../usage.js';
import { wholeFirst } from '../whole-first.js';
import { kindName, paperFileName, paperJson, quoted } from './paper-view.js';
import { chooseSeen, listSeen, personText, type Seen, seenJson } from './people.js';

const tell = (call: Call, seen: Seen, papers: readonly GrantedPaper[]): void => {
  const { screen, words, format } = call;
  const { columns } = words;
  const titles = [
    { title: columns.number, align: 'right' as const },
    { title: columns.title, shrinks: true as const },
    { title: columns.kind, shrinks: true as const },
    { title: columns.added },
    { title: columns.size, align: 'right' as const },
  ];
  const rows = papers.map(({ metadata }, at) => [
    { text: String(at + 1) },
    { text: shown(metadata.title), tone: 'strong' as const },
    { text: kindName(metadata.kind, words) },
    { text: format.day(metadata.added) },
    { text: format.size(metadata.size) },
  ]);
  const { said } = words.consent;
  screen.say(...table(screen, titles, rows), '');
  screen.say(screen.paint('soft', said.grantPapers(String(seen.number), personText(seen))));
};

/** Whose papers these are is not known before their code was read here: the words say it. */
const warn = ({ screen, words }: Call, { received, person }: Seen): void => {
  if (person !== null) return;
  screen.remark(
    screen.paint('warn', words.consent.said.unknownPerson),
    `  ${received.holder.words.join(' ')}`,
  );
};

async function* progressing(
  call: Call,
  session: AccountSession,
  { received }: Seen,
  paper: GrantedPaper,
): AsyncGenerator<Uint8Array> {
  const progress = createProgress(call.screen, call.format, shown(paper.metadata.title));
  try {
    yield* readGranted(session, received, paper, progress.update);
  } finally {
    progress.end();
  }
}

const save = async (
  call: Call,
  session: AccountSession,
  seen: Seen,
  paper: GrantedPaper,
): Promise<string> => {
  const replace = call.options.force === true;
  const path = await targetPath(call.options.out, paperFileName(paper));
  await checkFree(path, replace);
  const size = await saveFile(path, progressing(call, session, seen, paper), { replace });
  const line = call.words.said.got(quoted(paper, call.words), shown(shownPath(path)), call.format.size(size));
  call.screen.say(call.screen.paint('good', `✓ ${line}`));
  return path;
};

export const read: Command = {
  options: ['out', 'force'],
  takes: [1, 200],
  run: async (call): Promise<Outcome> => {
    const [number = '', ...names] = call.rest;
    const { out } = call.options;
    if (out === '-' && call.screen.json) throw usage('not_with_json');
    if (out !== undefined && out !== '-') await checkFolder(out);
    const session = await call.unlockWorker();
    const seen = chooseSeen((await listSeen(session)).seen, number);
    const papers = inOrder(await lookAt(session, seen.received));
    warn(call, seen);
    const json = { shown: seenJson(seen), papers: papers.map((paper, at) => paperJson(paper, at + 1)) };
    if (names.length === 0) {
      tell(call, seen, papers);
      return { json };
    }
    const chosen = choosePapers(papers, names);
    if (out === '-') {
      for (const paper of chosen) {
        for await (const piece of wholeFirst(progressing(call, session, seen, paper)))
          await call.screen.bytes(piece);
      }
      return { json: null };
    }
    const saved: string[] = [];
    for (const paper of chosen) saved.push(await save(call, session, seen, paper));
    return { json: { ...json, saved } };
  },
};
