import { SafeError } from '../../core/errors.js';
import type { App } from './app-context.js';
import { engine, type PaperView } from './engine/engine.js';
import { keep } from './keep/keep.js';
import type { Page } from './keep/page.js';
import type { Into, Screen } from './way.js';

/** What a new version takes over of a paper of the safe. */
export const renewed = ({ id, version, title, kind, expires, note, added }: PaperView) => ({
  doc: id,
  version,
  title,
  kind,
  expires,
  note,
  added,
});

type IntoDraft = Extract<Into, { draft: string }>;

/** With its last page a paper is done, and goes. */
const finish = async ({ draft }: IntoDraft): Promise<void> => {
  await keep().change(draft, { named: true });
  void engine()
    .send()
    .catch(() => undefined);
};

/** Behind the pages that a paper of the safe has: a new version, to be looked at. */
const grown = async (paper: PaperView, before: Uint8Array, page: Page): Promise<Screen> => {
  const { id } = await keep().keepGrown(renewed(paper), before, page);
  return { name: 'pages', draft: id };
};

/** A paper that was waited with too long is in the safe: the page goes there, or is a paper by itself. */
const afterSent = async (app: App, page: Page, { draft }: IntoDraft): Promise<Screen> => {
  const paper = await engine()
    .find({ id: draft, where: 'phone', version: 0 })
    .catch(() => null);
  if (paper?.where === 'safe') return grown(paper, await engine().content(paper), page);
  return keepInto(app, page, undefined);
};

/** Keeps a page on this phone, where it belongs. Tells what is shown next. */
const keepInto = async (app: App, page: Page, into: Into | undefined): Promise<Screen> => {
  if (!into) return { name: 'which', draft: (await keep().keepPage(page, app.words.kinds.other)).id };
  if ('draft' in into) {
    if (!(await keep().keepNext(into.draft, page))) return afterSent(app, page, into);
    if (into.last) await finish(into);
    return into.next;
  }
  if (into.before) return grown(into.paper, into.before, page);
  return { name: 'pages', draft: (await keep().keepRenewed(renewed(into.paper), page)).id };
};

/** The same of a file; one that is no picture is a paper, or takes the place of one. */
const keepFileInto = async (app: App, file: File, into: Into | undefined): Promise<Screen> => {
  const page = await keep().pageOf(file, file.name);
  if (page) return keepInto(app, page, into);
  if (!into) {
    return { name: 'which', draft: (await keep().keepFile(file, file.name, app.words.kinds.other)).id };
  }
  if ('draft' in into || into.before) throw new SafeError('unsupported_type');
  return { name: 'pages', draft: (await keep().keepRenewedFile(renewed(into.paper), file, file.name)).id };
};

const goOn = ({ way, look }: App, next: Screen, isFirst: boolean): void => {
  look().catch(() => undefined);
  if (isFirst) way.replace(next);
  else way.past(['camera', 'check', 'back'], next);
};

/** Keeps an accepted page, and goes on. */
export const takeIn = async (app: App, page: Page, into: Into | undefined): Promise<void> => {
  goOn(app, await keepInto(app, page, into), !into);
};

/**
 * Keeps files of which nothing is asked before, and goes on. Several are a paper each, or pages of the one that is being
 * photographed. What is no paper is left out; it is refused where nothing else was chosen.
 */
export const takeInFiles = async (
  app: App,
  files: readonly File[],
  into: Into | undefined,
): Promise<void> => {
  const kept: Screen[] = [];
  let refused: unknown;
  let to = into;
  for (const file of files) {
    try {
      const next = await keepFileInto(app, file, to);
      kept.push(next);
      // the others go to the change that the first one began
      if (next.name === 'pages' && to && 'paper' in to) to = { draft: next.draft, next };
    } catch (error) {
      refused = error;
    }
  }
  const [first, ...others] = kept;
  if (!first) throw refused;
  const more = into ? [] : others.flatMap((one) => (one.name === 'which' ? [one.draft] : []));
  goOn(app, first.name === 'which' && more.length > 0 ? { ...first, more } : first, !into);
};
