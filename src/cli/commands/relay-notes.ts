import { giveName, relayNames } from '../../client/relay/names.js';
import { relayStatistics, type Statistics } from '../../client/relay/statistics.js';
import { type SheetWords, statisticsSheets, toldText } from '../../client/relay/statistics-sheets.js';
import { monthOf } from '../../client/relay/tallies.js';
import { csvOf } from '../../client/sheets/csv.js';
import { xlsxOf } from '../../client/sheets/xlsx.js';
import { wireId } from '../../client/wire.js';
import { findSafe } from '../../core/api/deposits.js';
import { sameBytes, toHex } from '../../core/bytes.js';
import { kindOf } from '../../core/kinds.js';
import type { Call } from '../command.js';
import { checkFree, once, saveFile, shownPath, targetPath } from '../save-file.js';
import { shown } from '../screen.js';
import { table } from '../table.js';
import { choosePerson } from './relay-team.js';
import { chooseRelay, good, mustHave, type Verb } from './worker-desk.js';

/** The relay's list of people, by name. */
export const names: Verb = async (call) => {
  const session = await call.unlockWorker();
  const { names: found, refused } = await relayNames(session, await chooseRelay(call, session));
  const { columns, notes } = call.words.consent;
  const sorted = found.toSorted((a, b) => a.name.localeCompare(b.name));
  const rows = sorted.map(({ name, holder }) => [
    { text: shown(name), tone: 'strong' as const },
    { text: toHex(holder).slice(0, 8), tone: 'soft' as const },
  ]);
  if (rows.length === 0) call.screen.say(notes.noNames);
  else call.screen.say(...table(call.screen, [{ title: columns.name, shrinks: true }, { title: '' }], rows));
  if (refused > 0) call.screen.remark(call.screen.paint('bad', notes.bad(refused)));
  return {
    json: {
      names: sorted.map(({ name, holder, fp }) => ({ id: toHex(holder), name, cardRead: fp !== null })),
      refused,
    },
  };
};

/** Gives a person a name in the relay's list, over the one that is there. */
export const giveTheName: Verb = async (call, word) => {
  const given = mustHave(call, 'name', 'relay').normalize('NFC').trim();
  const session = await call.unlockWorker();
  const relay = await chooseRelay(call, session);
  const { contact } = await choosePerson(session, word ?? '');
  const { names: all } = await relayNames(session, relay);
  const before = all.find(({ holder }) => sameBytes(holder, contact.uid));
  const params = { relay: toHex(relay.relay), holder: toHex(contact.uid) };
  const safe = before?.safe ?? wireId((await session.api.call(findSafe, { params })).safe);
  const said = { safe, holder: contact.uid, fp: contact.fp, name: given };
  await giveName(session, relay, said, before?.version ?? 0);
  good(call, call.words.consent.notes.named(shown(given)));
  return { json: { named: { id: toHex(contact.uid), name: given } } };
};

const sheetWords = ({ words }: Call): SheetWords => ({
  ...words.consent.notes,
  kindName: (kind) => kindOf(kind)?.[words.language] ?? kind,
});

const tell = (call: Call, found: Statistics): void => {
  const { screen } = call;
  const said = sheetWords(call);
  const [months] = statisticsSheets(found, said);
  const [head = [], ...rows] = months?.rows ?? [];
  const titles = head.map((title, i) => ({
    title: String(title),
    ...(i === 0 ? {} : { align: 'right' as const }),
  }));
  screen.say(
    ...table(
      screen,
      titles,
      rows.map((row) => row.map((cell) => ({ text: String(cell) }))),
    ),
    '',
  );
  for (const { kind, byMonth } of found.kinds) {
    screen.say(`  ${said.kindName(kind)}: ${toldText(byMonth[0] ?? 'few', said)}`);
  }
};

/** What the relay did, in numbers that name nobody; with `--out` as CSV, or XLSX by the file's ending. */
export const statistics: Verb = async (call) => {
  const { options, screen, words, device } = call;
  const session = await call.unlockWorker();
  const relay = await chooseRelay(call, session);
  const found = await relayStatistics(session, relay, monthOf(device.clock.now()));
  const { notes } = words.consent;
  if (found.refused > 0) screen.remark(screen.paint('bad', notes.bad(found.refused)));
  if (found.months.length === 0) screen.say(notes.nothingCounted);
  else tell(call, found);
  if (options.out === undefined) return { json: found };
  const path = await targetPath(options.out, `${notes.file}.csv`);
  const replace = options.force === true;
  await checkFree(path, replace);
  const sheets = statisticsSheets(found, sheetWords(call));
  const bytes = path.toLowerCase().endsWith('.xlsx')
    ? await xlsxOf(sheets)
    : csvOf(
        sheets.flatMap((one) => [[one.name], ...one.rows]),
        words.language === 'en' ? ',' : ';',
      );
  await saveFile(path, once(bytes), { replace });
  good(call, shown(shownPath(path)));
  return { json: { ...found, saved: path } };
};
