import { mkdir, stat } from 'node:fs/promises';
import { parse, relative, resolve } from 'node:path';
import { fetchPaper, leaveReceipt } from '../../client/links/fetch.js';
import { type LookedAt, lookAtLink, type OpenedLink, openLink } from '../../client/links/open.js';
import type { LinkedPaper } from '../../client/links/verify.js';
import { utf8 } from '../../core/bytes.js';
import { parseLink } from '../../core/protocol/link-secret.js';
import { serverAddress } from '../address.js';
import type { Call, Command, Outcome } from '../command.js';
import { createProgress } from '../progress.js';
import { explained, saveFile } from '../save-file.js';
import { shown } from '../screen.js';
import { askAgain } from '../unlocking.js';
import { usage } from '../usage.js';
import { paperFileName } from './paper-view.js';

const MAX_NAME_BYTES = 62;

/** Who shows what, until when: before anything is opened. */
const tellCard = (
  { screen, words, format }: Call,
  { shown: said, expiresAt, openingsLeft }: LookedAt,
): void => {
  if (!said) return;
  const { from, agency, purpose, count } = said.card;
  const lines = words.links.said;
  screen.remark(
    ...(from === '' ? [] : [lines.from(shown(from))]),
    ...(agency === '' ? [] : [lines.forAgency(shown(agency))]),
    ...(purpose === '' ? [] : [lines.purpose(shown(purpose))]),
    lines.looked(count, format.moment(expiresAt), openingsLeft),
  );
};

/** The folder to save in; made where there is none. */
const folderOf = async ({ options }: Call): Promise<string> => {
  const folder = resolve(options.out ?? '.');
  try {
    await mkdir(folder, { recursive: true, mode: 0o700 });
  } catch (error) {
    throw explained(error, folder);
  }
  return folder;
};

/** What lies below here by its way from here. */
const near = (path: string): string => {
  const way = relative(process.cwd(), path);
  return way.startsWith('..') ? path : way || '.';
};

/** A name that is free: what is there already is not replaced, and no opening is lost to it. */
const freePath = async (folder: string, name: string, replace: boolean): Promise<string> => {
  const { name: stem, ext } = parse(name);
  for (let number = 1; ; number++) {
    const path = resolve(folder, number === 1 ? name : `${stem} (${number})${ext}`);
    if (replace || !(await stat(path).catch(() => null))) return path;
  }
};

async function* progressing(call: Call, opened: OpenedLink, paper: LinkedPaper): AsyncGenerator<Uint8Array> {
  const progress = createProgress(call.screen, call.format, shown(paper.metadata.title));
  try {
    yield* fetchPaper(opened, paper, progress.update);
  } finally {
    progress.end();
  }
}

interface Saved {
  readonly saved: string;
  readonly title: string;
  readonly kind: string;
  readonly mediaType: string;
  readonly size: number;
  readonly digest: string;
}

const saveAll = async (call: Call, opened: OpenedLink, folder: string): Promise<Saved[]> => {
  const replace = call.options.force === true;
  const all: Saved[] = [];
  const used = new Set<string>();
  for (const paper of opened.papers) {
    const name = paperFileName(paper);
    // Two papers of one name never replace each other.
    const path = await freePath(folder, name, replace && !used.has(name));
    used.add(name);
    await saveFile(path, progressing(call, opened, paper), { replace: replace && !used.has(path) });
    used.add(path);
    const { title, kind, mediaType, size, digest } = paper.metadata;
    call.screen.say(`  ${call.words.quote(shown(title))} → ${shown(near(path))}`);
    all.push({ saved: path, title, kind, mediaType, size, digest });
  }
  return all;
};

const open = (call: Call, looked: LookedAt): Promise<OpenedLink> =>
  askAgain(call, async () => {
    const asks = looked.code && looked.state === 'open';
    return openLink(
      call.device,
      looked,
      asks ? await call.secrets.hidden(`${call.words.links.ask.code} `) : null,
    );
  });

/** Gets the papers of a link: needs no safe and leaves nothing on the machine but the papers. */
export const fetchLink: Command = {
  options: ['out', 'as', 'force'],
  takes: [0, 1],
  run: async (call): Promise<Outcome> => {
    const { options, words, screen } = call;
    const name = options.as ?? null;
    if (options.out === '-' || utf8(name ?? '').length > MAX_NAME_BYTES) throw usage('too_long');
    const typed = call.rest[0] ?? (await call.secrets.hidden(`${words.links.ask.link} `));
    const address = parseLink(typed);
    serverAddress(address.server, options['insecure-http'] === true);
    const looked = await lookAtLink(call.device, address);
    tellCard(call, looked);
    const folder = await folderOf(call);
    const opened = await open(call, looked);
    const papers = await saveAll(call, opened, folder);
    await leaveReceipt(opened, name);
    const { said } = words.links;
    if (opened.missing > 0) screen.remark(screen.paint('warn', said.missing(opened.missing)));
    const line = papers.length === 0 ? said.noneLeft : said.saved(papers.length, shown(near(folder)));
    screen.say(screen.paint(papers.length === 0 ? 'warn' : 'good', line), said.receiptLeft);
    const { card } = opened;
    return {
      json: {
        from: card.from,
        agency: card.agency,
        purpose: card.purpose,
        papers,
        missing: opened.missing,
        openingsLeft: opened.openingsLeft,
        until: new Date(opened.expiresAt).toISOString(),
      },
    };
  },
};
